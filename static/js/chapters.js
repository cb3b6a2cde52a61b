// The parts of a long form: in the office all are open; on a phone the next one opens where the last one closes.
// Without this file each folds by itself, and links into a part unfold it.
(function () {
  "use strict";

  var chapters = Array.from(document.querySelectorAll("details.chapter"));
  var closedForPaper = [];

  if (window.matchMedia("(min-width: 64rem)").matches) {
    chapters.forEach(function (chapter) { chapter.open = true; });
  }

  function show(chapter) {
    var head = chapter.querySelector("summary");
    chapter.open = true;
    head.focus({ preventScroll: true });
    chapter.scrollIntoView({ block: "start" });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#in-']");
    var place = link && document.getElementById(link.hash.slice(1));
    if (place) {
      var own = link.closest("details.chapter");
      event.preventDefault();
      if (own && link.hasAttribute("data-chapter-next")) own.open = false;
      show(place.closest("details.chapter"));
      return;
    }
    // A heading that stayed on top while one scrolled takes the page back to itself when its part closes.
    var head = event.target.closest("details.chapter[open] > summary");
    if (head && head.parentElement.getBoundingClientRect().top < 0) {
      head.parentElement.scrollIntoView({ block: "start" });
    }
  });

  window.addEventListener("beforeprint", function () {
    closedForPaper = chapters.filter(function (chapter) { return !chapter.open; });
    closedForPaper.forEach(function (chapter) { chapter.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closedForPaper.forEach(function (chapter) { chapter.open = false; });
  });
})();
