// Only adds: everything works without it.
"use strict";

// An error summary is read first.
const errors = document.getElementById("errors");
if (errors) errors.focus();

// Whether the server answers, whatever it says.
const mark = document.querySelector("link[rel=icon]");
async function reached() {
  if (!navigator.onLine) return false;
  try {
    await fetch(mark.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(8000) });
    return true;
  } catch { return false; }
}

// What is half written stays when the page is lost; it is gone once it has been sent and taken.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = `xiangyue:${form.dataset.draft}`;
  const kept = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type);
  const keep = () => {
    const written = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
      (written[field.name] = written[field.name] || []).push(field.value);
    }
    try { localStorage.setItem(name, JSON.stringify(written)); } catch { /* A browser that keeps nothing keeps no draft. */ }
  };
  try {
    const held = errors ? null : JSON.parse(localStorage.getItem(name) || "null");
    let restored = false;
    for (const field of held ? form.elements : []) {
      if (!kept(field) || !(field.name in held)) continue;
      const values = held[field.name], box = field.type === "checkbox" || field.type === "radio";
      if (box ? field.checked === values.includes(field.value) : field.value === values[0]) continue;
      if (box) field.checked = values.includes(field.value);
      else field.value = values[0];
      restored = true;
      const fold = field.closest("details");
      if (fold) fold.open = true;
    }
    const note = form.querySelector("[data-draft-note]");
    if (note) note.hidden = !restored;
  } catch { /* as above */ }
  form.addEventListener("input", keep);

  // Without a connection nothing is sent: the page says so, and says when it can be.
  const lost = form.querySelector("[data-offline]"), back = form.querySelector("[data-online]");
  if (!lost || !back) continue;
  const look = async () => {
    if (lost.hidden || !await reached()) return;
    lost.hidden = true;
    back.hidden = false;
  };
  window.addEventListener("online", look);
  setInterval(look, 15000);
  form.addEventListener("submit", async (event) => {
    if (form.dataset.reached) return void delete form.dataset.reached;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.asking) return;
    keep();
    form.dataset.asking = "1";
    const there = await reached();
    delete form.dataset.asking;
    lost.hidden = there;
    back.hidden = true;
    if (there) {
      form.dataset.reached = "1";
      form.requestSubmit(event.submitter);
    } else lost.scrollIntoView({ block: "center" });
  });
}
for (const mark of document.querySelectorAll("[data-draft-done]")) {
  try { localStorage.removeItem(`xiangyue:${mark.dataset.draftDone}`); } catch { /* as above */ }
}

// Whoever signs out leaves nothing of theirs in a browser that others use.
for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", () => {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("xiangyue:")) localStorage.removeItem(name);
    } catch { /* as above */ }
  });
}

// Nothing is sent twice by an impatient finger.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    else if (form.method === "post") { form.dataset.sent = "1"; setTimeout(() => delete form.dataset.sent, 4000); }
  });
}

// What is being worked out beside the page is looked at again by itself.
const later = document.querySelector("[data-reload]");
if (later) setTimeout(() => location.reload(), Number(later.dataset.reload) * 1000);

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
