// What is too small, too tight or too wide on the page as it stands, one sentence a place.
({text, line, target, slack}) => {
  const found = [];
  const seen = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const name = (element) => {
    const id = element.id ? "#" + element.id : "";
    const kind = element.className && element.className.trim ? "." + element.className.trim().split(/\s+/).join(".") : "";
    return `<${element.tagName.toLowerCase()}${id}${kind}> “${(element.innerText || element.value || "").trim().slice(0, 40)}”`;
  };
  const once = new Set();
  const tell = (what) => { if (!once.has(what)) { once.add(what); found.push(what); } };
  const letters = (element) => {
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    if (size < text - slack) tell(`text ${size} px, not ${text}: ${name(element)}`);
    return [style, size];
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!node.data.trim() || !seen(parent) || parent.closest("svg, option, script, noscript")) continue;
    const [style, size] = letters(parent);
    const apart = parseFloat(style.lineHeight) / size;
    if (!(apart >= line - 0.01)) tell(`lines ${style.lineHeight} of ${size} px, not ${line}: ${name(parent)}`);
  }

  const inSentence = (link) => {
    if (getComputedStyle(link).display !== "inline") return false;
    const block = link.parentElement.closest("p, li, td, th, dd, dt, div, section, main, label, legend, h1, h2, h3, figcaption, caption");
    const words = block.cloneNode(true);
    for (const other of words.querySelectorAll("a, button")) other.remove();
    return /\p{L}|\p{N}/u.test(words.textContent);
  };
  const area = (element) => {
    const boxes = [element.getBoundingClientRect()];
    if (element.matches("[type=checkbox], [type=radio]"))
      for (const label of element.labels) boxes.push(label.getBoundingClientRect());
    const edge = (side, pick) => pick(...boxes.map((box) => box[side]));
    return {left: edge("left", Math.min), right: edge("right", Math.max),
            width: edge("right", Math.max) - edge("left", Math.min),
            height: edge("bottom", Math.max) - edge("top", Math.min)};
  };
  const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
  for (const element of document.querySelectorAll(targets)) {
    if (element.ariaHidden === "true" && element.tabIndex < 0) continue; // takes the Enter key alone
    if (!seen(element) || element.closest("svg")) continue;
    if (element.matches("input, select, textarea, button") && !element.matches("[type=checkbox], [type=radio]")) letters(element);
    const {width, height, right} = area(element);
    if (right <= 0 || width <= 1 || (element.matches("a") && inSentence(element))) continue;
    if (width < target - slack || height < target - slack)
      tell(`target ${Math.round(width)} × ${Math.round(height)} px, not ${target}: ${name(element)}`);
  }

  const page = document.documentElement, room = page.clientWidth;
  if (page.scrollWidth > room + slack) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) =>
      one.getBoundingClientRect().right > room + slack && seen(one));
    tell(`scrolls sideways: ${page.scrollWidth} px of ${room}: ${wide.slice(0, 3).map(name).join(", ")}`);
  }
  return found;
}
