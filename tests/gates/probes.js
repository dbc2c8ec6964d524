// What the gates ask of an open page. Evaluated by the browser's debugger, which no policy concerns.
globalThis.probes = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const name = (element) => {
    const at = element.id ? `#${element.id}` : "";
    const of = [...element.classList].map((each) => `.${each}`).join("");
    const says = (element.getAttribute("aria-label") ?? element.textContent).trim();
    return `${element.localName}${at}${of} “${says.replace(/\s+/g, " ").slice(0, 50)}”`;
  };
  const within = (element) => {
    const around = element.parentElement?.closest("[class], [id]");
    return around ? `${around.localName}${around.id ? `#${around.id}` : ""}${[...around.classList].map((each) => `.${each}`).join("")} > ` : "";
  };
  const told = (element) => within(element) + name(element);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const hiddenFromSight = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const { clipPath, clip } = getComputedStyle(element);
    return width <= 1 || height <= 1 || clipPath.startsWith("inset(50%") || clip.startsWith("rect(0");
  };
  // Inside the dialog when one is open, which makes the rest inert.
  const scope = () => document.querySelector("dialog:modal") ?? document.body;
  const controls = () => [...scope().querySelectorAll(CONTROLS)]
    .filter((element) => shown(element) && !element.disabled && element.tabIndex >= 0);

  // ------------------------------------------------------------------------------------- colours
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((part, i) => part * top[3] + below[i] * (1 - top[3]));
  const light = (parts) => {
    const [r, g, b] = parts.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, two) => {
    const [more, less] = [light(one), light(two)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  };
  const ground = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      layers.push(rgba(getComputedStyle(each).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    return layers.reverse().reduce((below, top) => over(top, below), scheme);
  };

  // ------------------------------------------------------------------------------------ keyboard
  const ring = (element) => {
    const style = getComputedStyle(element);
    const wide = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
    if (wide < 2) return `focus ring ${wide} px`;
    const inside = parseFloat(style.outlineOffset) <= -wide;
    const behind = ground(inside ? element : element.parentElement ?? element);
    const ratio = contrast(over(rgba(style.outlineColor), behind), behind);
    return ratio < 3 ? `focus ring ${style.outlineColor} has contrast ${ratio.toFixed(2)}` : "";
  };
  const spoken = (element) => {
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent ?? "");
    const images = [...element.querySelectorAll("img[alt]")].map((image) => image.alt);
    return [element.getAttribute("aria-label"), ...by, ...labels, element.textContent, ...images]
      .some((text) => text?.trim());
  };
  const focus = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    element.dataset.visited = "yes";
    const faults = [];
    const boxes = [...element.getClientRects()].filter(({ width, height }) => width && height);
    if (!boxes.length) faults.push("has no box");
    const inView = boxes.filter((box) => box.bottom > 1 && box.top < innerHeight - 1
      && box.right > 1 && box.left < innerWidth - 1);
    if (boxes.length && !inView.length) faults.push("is out of view");
    const seen = inView.some((box) => {
      const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 12), 1), innerWidth - 1);
      const top = document.elementFromPoint(x, Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1));
      return top && (element.contains(top) || top.contains(element));
    });
    if (inView.length && !seen) faults.push("is covered");
    if (!spoken(element)) faults.push("has no name");
    const faint = ring(element);
    return { what: told(element), faults, ring: faint, dialog: Boolean(element.closest("dialog:modal")) };
  };
  const neverReached = () => controls().filter((element) => !element.dataset.visited).map(told);
  const forget = () => {
    for (const element of document.querySelectorAll("[data-visited]")) delete element.dataset.visited;
  };

  // -------------------------------------------------------------------------------- size and room
  const tooWide = () => {
    const width = document.documentElement.clientWidth;
    const past = document.documentElement.scrollWidth - width;
    if (past <= 0) return [];
    const who = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1).map(told).slice(0, 3);
    return [`${past} px too wide: ${who.join("; ")}`];
  };
  const hasOwnText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const clipped = () => [...scope().querySelectorAll("*")]
    .filter((element) => shown(element) && !hiddenFromSight(element) && !element.closest("svg"))
    .filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const cut = (how) => how === "hidden" || how === "clip";
      return (cut(overflowX) && element.scrollWidth > element.clientWidth + 1)
        || (cut(overflowY) && element.scrollHeight > element.clientHeight + 1);
    })
    .filter((element) => element.textContent.trim())
    .map((element) => `cut off: ${told(element)}`);
  const overlapping = () => {
    // Text that runs out of a control of a fixed height.
    return controls().filter((element) => hasOwnText(element) && element.scrollHeight > element.clientHeight + 2
      && element.clientHeight > 0 && getComputedStyle(element).display !== "inline")
      .map((element) => `text runs out of: ${told(element)}`);
  };
  const spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
    const found = [...clipped(), ...overlapping(), ...tooWide()];
    document.adoptedStyleSheets = [];
    return found.map((fault) => `text spacing: ${fault}`);
  };
  const moving = () => {
    const long = (list) => list.split(",").some((each) => parseFloat(each) > 0.01);
    const found = [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return (long(style.transitionDuration) && style.transitionProperty !== "none")
        || (style.animationName !== "none" && long(style.animationDuration));
    });
    const smooth = getComputedStyle(document.documentElement).scrollBehavior === "smooth";
    return [...found.slice(0, 3).map((element) => `moves: ${told(element)}`),
      ...(smooth ? ["scrolls smoothly"] : [])];
  };

  // -------------------------------------------------------------------------------------- targets
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, dd, dt, td, th, figcaption, summary, address, h1, h2, h3, h4, span, div");
    const rest = block?.textContent.replace(element.textContent, "").trim() ?? "";
    return rest.length > 1;
  };
  const targets = () => {
    const faults = [];
    const boxes = controls().filter((element) => !hiddenFromSight(element))
      .map((element) => [element, element.getBoundingClientRect()])
      .filter(([, { bottom, right }]) => bottom > 0 && right > 0);
    const small = boxes.filter(([, box]) => box.width < 23.9 || box.height < 23.9);
    const centre = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    for (const [element, box] of boxes) {
      const menu = element.closest("body > header, dialog");
      const size = `${box.width.toFixed(0)}×${box.height.toFixed(0)}`;
      if (menu && (box.width < 43.9 || box.height < 43.9) && !element.matches("[tabindex='-1']")
          && !inSentence(element) && element.localName !== "input") {
        faults.push(`menu target ${size}: ${told(element)}`);
      }
    }
    // WCAG 2.5.8: a small target is enough in a sentence, or with room for a circle of 24 px.
    for (const [element, box] of small) {
      if (inSentence(element)) continue;
      const [x, y] = centre(box);
      const crowded = boxes.find(([other, at]) => {
        if (other === element || element.contains(other) || other.contains(element)) return false;
        if (at.width < 23.9 || at.height < 23.9) {
          const [ox, oy] = centre(at);
          return Math.hypot(ox - x, oy - y) < 23.9;
        }
        const dx = Math.max(at.left - x, 0, x - at.right), dy = Math.max(at.top - y, 0, y - at.bottom);
        return Math.hypot(dx, dy) < 11.9;
      });
      if (crowded) faults.push(`target ${box.width.toFixed(0)}×${box.height.toFixed(0)} beside “${crowded[0].textContent.trim().slice(0, 30)}”: ${told(element)}`);
    }
    return faults;
  };

  // Boxes that must not look like one flat colour when the reader's own colours are forced.
  const drawn = () => [...scope().querySelectorAll("svg, img, button, input:not([type=hidden]), summary, a[href]")]
    .filter((element) => shown(element) && !hiddenFromSight(element) && !element.closest("[hidden]"))
    .map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { what: told(element), box: [left + scrollX, top + scrollY, width, height] };
    })
    .filter(({ box: [left, top, width, height] }) => width > 2 && height > 2 && left + width > 0 && top + height > 0);
  const openDetails = () => {
    const closed = document.querySelectorAll("details:not([open])");
    for (const details of closed) details.open = true;
    return closed.length;
  };
  const openers = () => [...document.querySelectorAll("button[data-dialog]")].filter(shown)
    .map((button) => button.dataset.dialog);
  return { focus, neverReached, forget, tooWide, clipped, spaced, moving, targets, drawn, openDetails, openers };
})();
