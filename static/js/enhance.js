// Comforts only: every page works without this file.
(function () {
  "use strict";

  // A form marked data-once is sent once; the button says so. Coming back by the browser's history frees it.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  // The reasons of a refusal are read first; each leads into its field.
  var errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".errors__list a");
    if (!link) return;
    var field = document.getElementById(link.hash.slice(1));
    var control = field && field.querySelector("input:not([type=hidden]), select, textarea");
    if (control) {
      event.preventDefault();
      var folded = field.closest("details");
      if (folded) folded.open = true;
      field.scrollIntoView({ block: "center" });
      control.focus({ preventScroll: true });
    }
  });

  // Menus that fold away close when one looks elsewhere.
  var menus = ".usermenu[open], .bottombar__more[open]";
  document.addEventListener("click", function (event) {
    document.querySelectorAll(menus).forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // On a phone the search above the page folds out of its sign.
  var sign = document.querySelector("[data-unfolds]");
  var finder = sign && document.getElementById(sign.dataset.unfolds);
  function unfold(open) {
    if (!finder) return;
    finder.classList.toggle("finder--open", open);
    sign.setAttribute("aria-expanded", String(open));
    if (open) finder.querySelector("[data-shortcut]").focus();
  }
  if (finder) {
    sign.setAttribute("aria-expanded", "false");
    sign.setAttribute("aria-controls", finder.id);
  }
  document.addEventListener("click", function (event) {
    if (!finder || finder.contains(event.target)) return;
    var onSign = sign.contains(event.target) && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (onSign) event.preventDefault();
    unfold(onSign && !finder.classList.contains("finder--open"));
  });

  function step(by) {
    var links = Array.from(document.querySelectorAll("[data-keys] .queue__link"));
    if (!links.length) return;
    var here = links.indexOf(document.activeElement);
    var next = here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + by));
    links[next].focus();
  }

  // j and k walk through a list, "/" goes to the search box; never while somebody is typing.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      if (finder && finder.classList.contains("finder--open")) {
        unfold(false);
        sign.focus();
      }
      document.querySelectorAll(menus).forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    // The place of the key, not its letter: the Arabic layout has other letters there.
    if (event.code === "KeyJ") step(1);
    else if (event.code === "KeyK") step(-1);
    else if (event.code === "Slash") {
      // The page's own box before the one above every page.
      var box = document.querySelector("main [data-shortcut='/']") || document.querySelector("[data-shortcut='/']");
      if (!box) return;
      event.preventDefault();
      if (box.offsetParent === null) unfold(true);
      box.focus();
      box.select();
    }
  });
})();
