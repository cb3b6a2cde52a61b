// Keeps the sums of a form's figures while one types; the portal prints the same sums after every answer.
// data-sum="whole" needs every figure, "parts" adds up those that are there. In data-words the sum takes the place of #.
(function () {
  "use strict";

  var ARABIC = "٠١٢٣٤٥٦٧٨٩", PERSIAN = "۰۱۲۳۴۵۶۷۸۹";

  // A typed figure in hundredths, or null; read as the portal reads it (arabic/forms.py).
  function hundredths(text) {
    var plain = text
      .replace(/[٠-٩]/g, function (digit) { return ARABIC.indexOf(digit); })
      .replace(/[۰-۹]/g, function (digit) { return PERSIAN.indexOf(digit); })
      .replace(/[\s\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/g, "")
      .replace(/٫/g, ".")
      .replace(/٬/g, ",");
    if (!/^([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?$/.test(plain)) return null;
    return Math.round(Number(plain.replace(/,/g, "")) * 100);
  }

  function grouped(amount) {
    var whole = String(Math.floor(amount / 100)).replace(/\B(?=([0-9]{3})+$)/g, ",");
    var rest = amount % 100;
    return rest ? whole + "." + String(rest).padStart(2, "0") : whole;
  }

  function figures(ids) {
    return (ids || "").split(" ").filter(Boolean).map(function (id) {
      return document.getElementById(id);
    });
  }

  function total(inputs) {
    return inputs.reduce(function (sum, input) { return sum + (hundredths(input.value) || 0); }, 0);
  }

  document.querySelectorAll("[data-sum]").forEach(function (box) {
    var plus = figures(box.dataset.plus), minus = figures(box.dataset.minus), all = plus.concat(minus);
    var shown = box.querySelector("output bdi"), label = box.querySelector("[data-sum-label]");

    function add() {
      var read = all.filter(function (input) { return hundredths(input.value) !== null; });
      box.hidden = box.dataset.sum === "whole" ? read.length < all.length : !read.length;
      if (box.hidden) return;
      var sum = total(plus) - total(minus);
      shown.textContent = box.dataset.words.replace("#", grouped(Math.abs(sum)));
      if (label) label.textContent = sum < 0 ? box.dataset.negative : box.dataset.positive;
    }

    all.forEach(function (input) { input.addEventListener("input", add); });
    add();
  });
  // Coming back by the browser's history fills the fields after this file ran.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("[data-sum]").forEach(function (box) {
      figures(box.dataset.plus)[0].dispatchEvent(new Event("input"));
    });
  });
})();
