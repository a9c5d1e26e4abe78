// Lets somebody sign or draw with a finger or a mouse: what they draw is chosen in the field below, as a picture would be. It goes nowhere before the page does.
"use strict";
(() => {
  const begin = (pad) => {
    const field = document.getElementById(pad.dataset.field), canvas = pad.querySelector("canvas"), again = pad.querySelector("button");
    const pen = canvas.getContext("2d");
    if (!field || !pen || typeof DataTransfer === "undefined") return;
    let drawn = false, down = false;
    const paper = () => {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      drawn = false;
    };
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
    };
    const line = (event) => {
      pen.lineTo(...at(event));
      pen.stroke();
    };
    const choose = () => {
      const bytes = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), (sign) => sign.charCodeAt(0));
      const chosen = new DataTransfer();
      chosen.items.add(new File([bytes], "drawn.png", { type: "image/png" }));
      field.files = chosen.files;
    };
    const lift = () => {
      if (down && drawn) choose();
      down = false;
    };
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      pen.lineWidth = 5;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#111";
      pen.beginPath();
      pen.moveTo(...at(event));
      drawn = down = true;
      line(event);
    });
    canvas.addEventListener("pointermove", (event) => { if (down) line(event); });
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    again.addEventListener("click", () => {
      paper();
      field.value = "";
    });
    paper();
    pad.hidden = false;
  };
  document.querySelectorAll(".pad").forEach(begin);
})();
