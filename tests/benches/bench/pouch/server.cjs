// The other system's server, as the bench runs it: PouchDB behind express, on leveldb, on a free port of this machine alone.
// What it is asked is in client.cjs; who starts both, and for how long, in ../pouch.rs.
"use strict";
const fs = require("fs");
const express = require("express");
const PouchDB = require("pouchdb");

const [folder, seconds] = [process.argv[2], Number(process.argv[3])];
setTimeout(() => process.exit(9), seconds * 1000).unref();
fs.mkdirSync(folder, { recursive: true });
const Stored = PouchDB.defaults({ prefix: folder + "/" });
const app = express();
app.use("/", require("express-pouchdb")(Stored, { inMemoryConfig: true, logPath: "/dev/null", mode: "minimumForPouchDB" }));
const listener = app.listen(0, "127.0.0.1", async () => {
  await new Stored("surveys").info();
  console.log(JSON.stringify({ port: listener.address().port, version: PouchDB.version }));
});
