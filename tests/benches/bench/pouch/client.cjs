// The other system's phones, as the bench runs them: one request a line comes in, one answer a line goes out.
// Requests: {store, docs, from, to} puts documents into a store; {store, url, way: "up" | "down"} hands over or takes everything.
"use strict";
const fs = require("fs");
const readline = require("readline");
const PouchDB = require("pouchdb");

setTimeout(() => process.exit(9), Number(process.argv[2]) * 1000).unref();

async function answer(request) {
  const store = new PouchDB(request.store);
  if (request.docs) {
    const lines = fs.readFileSync(request.docs, "utf8").trim().split("\n").slice(request.from, request.to);
    await store.bulkDocs(lines.map((line) => JSON.parse(line)));
  }
  let done = { docs_written: 0, ok: true };
  const began = performance.now();
  if (request.url) {
    const far = new PouchDB(request.url + "/surveys", { skip_setup: true });
    done = await (request.way === "up" ? store.replicate.to(far) : store.replicate.from(far));
  }
  const seconds = (performance.now() - began) / 1000;
  const held = (await store.info()).doc_count;
  await store.close();
  return { seconds, written: done.docs_written, ok: done.ok, held };
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  }
})();
