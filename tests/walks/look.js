// What the browser tests ask of a page. Put into the page by the test, never served.
window.look = (function () {
  "use strict";
  const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/;
  const ARABIC_RUN = new RegExp(ARABIC.source + "+(?:\\s+" + ARABIC.source + "+)*", "g");

  function texts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  function named(element) {
    return element.tagName.toLowerCase() + (element.className ? "." + element.className : "");
  }

  // Something that scrolls or cuts by itself does not widen the page.
  function isHeld(element) {
    if (!element.checkVisibility({visibilityProperty: true})) return true;
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.clipPath !== "none") return true;
      if (box !== element && style.overflowX !== "visible") return true;
    }
    return false;
  }

  function sticksOut(element) {
    const box = element.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    return box.width > 0 && box.height > 0 && (box.left < -1 || box.right > width + 1) && !isHeld(element);
  }

  const BARE = /^(rgba\(0, 0, 0, 0\)|none|1|normal)?$/;

  // How letters look that stand directly in this element: all that contrast can depend on, up to the page.
  function dress(element) {
    const own = getComputedStyle(element);
    const parts = [own.color, own.fontSize, own.fontWeight, own.textShadow, element.matches(":disabled")];
    for (let box = element; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      const lies = [style.backgroundColor, style.backgroundImage, style.opacity, style.mixBlendMode];
      if (lies.some((one) => !BARE.test(one))) parts.push(...lies);
    }
    return parts.join(" ");
  }

  return {
    // Waits until letters have their face and colours have come to rest.
    async still() {
      await document.fonts.ready;
      for (let frame = 0; frame < 2 || (frame < 30 && document.getAnimations().length); frame++) {
        await new Promise(requestAnimationFrame);
      }
    },

    // The page without its words: axe finds the same in two pages that are built alike.
    build() {
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const parts = Array.from(document.querySelectorAll("*")).map(named);
      return [document.documentElement.lang, innerWidth, dark, ...parts].join(" ");
    },

    // Keeps one element for every way in which letters are dressed here and on no earlier page, and names these ways.
    newDresses(known) {
      const seen = new Set(known);
      const written = texts(document.body).filter((node) => node.data.trim()).map((node) => node.parentElement);
      const typed = document.querySelectorAll("input, select, textarea");
      this.newlyDressed = [...written, ...typed].filter((element) => {
        if (!element.checkVisibility({visibilityProperty: true})) return false;
        const way = dress(element);
        return !seen.has(way) && seen.add(way);
      });
      return Array.from(seen).slice(known.length);
    },

    // The elements that make the page wider than the window.
    tooWide() {
      const page = document.documentElement;
      const found = Array.from(document.body.querySelectorAll("*")).filter(sticksOut).map(named);
      if (page.scrollWidth > page.clientWidth) found.push("the page: " + page.scrollWidth);
      return found;
    },

    // axe does not measure the contrast of Arabic: the same page with a Latin letter for every Arabic one.
    // Run once more, it puts the Arabic back.
    swapLetters() {
      if (window.lookedAt) {
        window.lookedAt.forEach(([node, text]) => { node.data = text; });
        window.lookedAt = null;
        return;
      }
      window.lookedAt = texts(document.body).map((node) => [node, node.data]);
      window.lookedAt.forEach(([node, text]) => { node.data = text.replace(new RegExp(ARABIC.source, "g"), "n"); });
    },

    // Every run of Arabic that is shown, except in what is marked as Arabic, and in what history recorded.
    arabic() {
      const shown = texts(document.body).filter((node) => !node.parentElement.closest("[lang=ar], ins, del, script, style"));
      const words = shown.map((node) => node.data);
      document.querySelectorAll("[aria-label], [title], [placeholder], input[type=submit]").forEach((element) => {
        words.push(element.getAttribute("aria-label") || "", element.title || "", element.placeholder || "");
      });
      words.push(document.title);
      return words.flatMap((text) => text.match(ARABIC_RUN) || []);
    },
  };
})();
