// Keeps the draft of a study while it is written, and counts people and points. Every page works without this file.
(function () {
  "use strict";

  var line = document.querySelector("[data-autosave]");
  if (!line) return;
  var form = line.closest("form"), said = line.querySelector("[data-saved]"), other = line.querySelector("[data-other]");
  var EVERY = 20000, SOON = 1500;
  var changed = line.hasAttribute("data-changed"), timer = null, sending = false, submitting = false;

  function say(words, wrong, compare) {
    said.textContent = words;
    line.classList.toggle("draftline--wrong", Boolean(wrong));
    other.hidden = !compare;
  }

  // What is left in each chapter, and what was found otherwise, in the portal's own words.
  function renew(places) {
    document.querySelectorAll("[data-place]").forEach(function (place) {
      var now = places[place.dataset.place];
      if (now !== undefined && !place.contains(document.activeElement)) place.innerHTML = now;
    });
  }

  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  }

  // What is sent says nothing of whose page it is: it is this person's study or nobody's.
  function typed() {
    var data = new FormData(form);
    ["filled_by", "idempotency_key"].forEach(function (name) { data.delete(name); });
    return new URLSearchParams(data);
  }

  function save() {
    if (!changed || sending || submitting) return;
    sending = true;
    changed = false;
    fetch(line.dataset.autosave, { method: "POST", body: typed(), redirect: "manual", credentials: "same-origin" })
      .then(function (answer) {
        var isOurs = (answer.headers.get("content-type") || "").indexOf("json") > 0;
        if (!isOurs) {
          changed = true;
          say(answer.type === "opaqueredirect" || answer.status === 403 ? line.dataset.ended : line.dataset.unsaved, true);
          return null;
        }
        return answer.json().then(function (told) {
          if (answer.ok) form.elements.saving.value = told.saving;
          say(told.said, !answer.ok, !answer.ok && told.saving);
          renew(told.places || {});
          // Told once of the other window; whoever presses Save then puts this page in its place.
          if (!answer.ok && told.saving) {
            submitting = true;
            form.elements.saving.value = told.saving;
          }
        });
      })
      .catch(function () {
        changed = true;
        say(line.dataset.unsaved, true);
      })
      .finally(function () {
        sending = false;
        if (changed) later(EVERY);
      });
  }

  function touched() {
    if (!changed) later(EVERY);
    changed = true;
  }

  form.addEventListener("input", touched);
  form.addEventListener("change", function () {
    changed = true;
    later(SOON);
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") save();
  });
  form.addEventListener("submit", function () { submitting = true; });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) submitting = false;
  });
  if (changed) later(SOON);

  // Who lives there: of the stated all but those who do not, and those who were found besides.
  var people = form.querySelector("[data-people]");
  function countPeople() {
    var here = form.querySelectorAll("[name^=member_][value=here]:checked, [name^=member_][value=unseen]:checked").length;
    form.querySelectorAll("#table-found [name$=_name]").forEach(function (box) { here += box.value.trim() ? 1 : 0; });
    people.textContent = here;
  }
  form.addEventListener("change", countPeople);

  // The points of the answers that are chosen.
  var score = form.querySelector("[data-score]");
  function addPoints() {
    var points = 0;
    form.querySelectorAll("[data-points]:checked").forEach(function (choice) { points += Number(choice.dataset.points); });
    form.querySelectorAll("[data-points-of-part]").forEach(function (box) { points += Number(box.value) || 0; });
    score.querySelector("bdi").textContent = score.dataset.score.replace("#", points);
  }
  if (score) form.addEventListener("change", addPoints);
})();
