// Signing on the screen: without this file the form offers the paper, and says so.
(function () {
  "use strict";

  document.querySelectorAll("[data-signature]").forEach(function (place) {
    var canvas = place.querySelector("[data-signature-field]");
    var kept = place.querySelector("[data-signature-strokes]");
    var width = Number(place.dataset.width);
    var height = Number(place.dataset.height);
    var form = place.closest("form");
    var strokes = read(kept.value);
    var begun = null;
    var pad;

    // What was drawn is kept in ten-thousandths of the field, so that it fits a field of any size.
    function read(text) {
      try {
        return JSON.parse(text).strokes || [];
      } catch (nothing) {
        return [];
      }
    }

    function within(number, most) {
      return Math.max(0, Math.min(most, Math.round(number)));
    }

    function write() {
      kept.value = strokes.length ? JSON.stringify({ box: [width, height], strokes: strokes }) : "";
    }

    // The line that was just drawn, in milliseconds since the first one; what stood there before keeps its own times.
    function remember() {
      var scale = width / canvas.clientWidth;
      var drawn = pad.toData();
      var points = drawn.length ? drawn[drawn.length - 1].points : [];
      if (!points.length) return;
      var before = strokes.length ? strokes[strokes.length - 1] : [[0, 0, 0]];
      var last = before[before.length - 1][2];
      if (begun === null) begun = points[0].time - last;
      strokes.push(points.map(function (point) {
        last = Math.max(last, Math.round(point.time - begun));
        return [within(point.x * scale, width), within(point.y * scale, height), last];
      }));
      write();
    }

    function show() {
      var scale = canvas.clientWidth / width;
      pad.fromData(strokes.map(function (stroke) {
        return {
          penColor: "black", dotSize: 0, minWidth: 0.7, maxWidth: 2.4,
          velocityFilterWeight: 0.7, compositeOperation: "source-over",
          points: stroke.map(function (point) {
            return { x: point[0] * scale, y: point[1] * scale, pressure: 0.5, time: point[2] };
          })
        };
      }));
    }

    // As many dots as the screen has; the picture is drawn anew whenever the field becomes wider or narrower.
    function fit() {
      if (!canvas.clientWidth) return;
      var ratio = Math.max(window.devicePixelRatio || 1, 1);
      var dots = Math.round(canvas.clientWidth * ratio);
      if (canvas.width === dots) return;
      canvas.width = dots;
      canvas.height = Math.round(canvas.clientHeight * ratio);
      canvas.getContext("2d").scale(ratio, ratio);
      show();
    }

    function chosen() {
      var choice = form.querySelector("input[name=method]:checked");
      return choice ? choice.value : "";
    }

    // Only what belongs to the chosen way is shown; nothing that was typed is lost.
    function turn() {
      var drawn = chosen() === "drawn";
      form.querySelector("#div_id_strokes").hidden = !drawn;
      form.querySelector("#div_id_scan").hidden = drawn;
      kept.disabled = !drawn;
      fit();
    }

    document.querySelectorAll("[data-needs-script]").forEach(function (part) { part.hidden = false; });
    document.querySelectorAll("[data-without-script]").forEach(function (part) { part.hidden = true; });
    pad = new SignaturePad(canvas, { penColor: "black", minDistance: 3 });
    pad.addEventListener("endStroke", remember);
    place.querySelector("[data-signature-clear]").addEventListener("click", function () {
      strokes = [];
      begun = null;
      show();
      write();
    });
    place.querySelector("[data-signature-undo]").addEventListener("click", function () {
      strokes.pop();
      show();
      write();
    });
    if (form.querySelector("input[name=method]")) {
      form.addEventListener("change", turn);
      turn();
    }
    new ResizeObserver(fit).observe(canvas);
    fit();
  });
})();
