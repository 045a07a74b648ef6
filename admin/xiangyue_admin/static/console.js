// Only adds: everything works without it.
"use strict";

// An error summary is read first.
const errors = document.getElementById("errors");
if (errors) errors.focus();

// What is half written stays when the page is lost; it is gone once it has been sent and taken.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = `xiangyue:${form.dataset.draft}`;
  const kept = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type);
  try {
    const held = JSON.parse(localStorage.getItem(name) || "null");
    if (held) {
      for (const field of form.elements) {
        if (!kept(field) || !(field.name in held)) continue;
        const values = held[field.name];
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else if (!field.value) field.value = values[0];
      }
      const note = form.querySelector("[data-draft-note]");
      if (note) note.hidden = false;
    }
    form.addEventListener("input", () => {
      const written = {};
      for (const field of form.elements) {
        if (!kept(field)) continue;
        if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
        (written[field.name] = written[field.name] || []).push(field.value);
      }
      localStorage.setItem(name, JSON.stringify(written));
    });
  } catch { /* A browser that keeps nothing keeps no draft. */ }
}
for (const mark of document.querySelectorAll("[data-draft-done]")) {
  try { localStorage.removeItem(`xiangyue:${mark.dataset.draftDone}`); } catch { /* as above */ }
}

// Nothing is sent twice by an impatient finger.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    else if (form.method === "post") { form.dataset.sent = "1"; setTimeout(() => delete form.dataset.sent, 4000); }
  });
}

// Printing takes a script; without one the browser's own menu does it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What goes on elsewhere is shown as it happens; the server says it piece by piece.
for (const place of document.querySelectorAll("[data-live]")) {
  const note = document.querySelector("[data-live-note]");
  const said = document.querySelector("[data-live-said]");
  const again = document.querySelector("[data-live-again]");
  const tell = (what) => { if (note) { note.hidden = false; note.textContent = note.dataset[what]; } };
  const source = new EventSource(place.dataset.live);
  const show = (event) => {
    const open = {};
    for (const part of place.querySelectorAll("details[data-keep]")) open[part.dataset.keep] = part.open;
    place.innerHTML = JSON.parse(event.data);
    for (const part of place.querySelectorAll("details[data-keep]")) {
      if (part.dataset.keep in open) part.open = open[part.dataset.keep];
    }
    const sentence = place.querySelector("[data-say]");
    if (said && sentence && said.textContent !== sentence.dataset.say) said.textContent = sentence.dataset.say;
  };
  source.addEventListener("open", () => { tell("on"); if (again) again.hidden = true; });
  source.addEventListener("error", () => { tell("lost"); if (again) again.hidden = false; });
  source.addEventListener("now", show);
  source.addEventListener("over", (event) => { show(event); source.close(); tell("over"); if (again) again.hidden = true; });
  addEventListener("pagehide", () => source.close());
}
