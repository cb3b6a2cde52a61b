// The page from which a session is run. Without this file every link leads to a page of its own.
(function () {
  "use strict";

  var heard = document.getElementById("heard");
  var failed = document.getElementById("failed");
  var said = (document.getElementById("figures") || { dataset: {} }).dataset.sentence || "";

  function panel() {
    return document.getElementById("item");
  }

  function focusOn(element) {
    if (!element) return;
    element.focus({ preventScroll: true });
    var top = element.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight * 0.7) element.scrollIntoView({ block: "center" });
  }

  // Somebody writes in the open item, or has opened an act on it.
  function isInUse() {
    return Boolean(document.querySelector("#item form[data-typed], #act[data-opened] [data-act]"));
  }

  document.addEventListener("input", function (event) {
    var form = event.target.closest("#item form");
    if (form) form.dataset.typed = "yes";
  });

  // Results are read out when they change; the figures themselves are not read at every vote.
  function tell() {
    var sentence = document.getElementById("figures").dataset.sentence;
    if (sentence && sentence !== said) heard.textContent = sentence;
    said = sentence;
  }

  // The agenda that scrolls by itself follows the open item, but does not run away from somebody who reads in it.
  function showRow(row) {
    var list = document.getElementById("agenda-scroll");
    if (!list || list.dataset.shown === row.id) return;
    list.dataset.shown = row.id;
    var below = row.offsetTop + row.offsetHeight - list.scrollTop - list.clientHeight;
    if (row.offsetTop < list.scrollTop || below > 0) list.scrollTop = row.offsetTop - list.clientHeight / 3;
  }

  function markRow() {
    var open = panel().dataset.url;
    document.querySelectorAll("#agenda-rows .agenda").forEach(function (row) {
      var link = row.querySelector(".queue__link");
      var here = Boolean(link && open && link.getAttribute("href") === open);
      row.classList.toggle("agenda--here", here);
      if (here) link.setAttribute("aria-current", "true");
      else if (link) link.removeAttribute("aria-current");
      if (here) showRow(row);
    });
  }

  // The open item changed under the page: it is shown as it stands, unless somebody is writing in it.
  function refreshPanel() {
    var now = document.getElementById("figures").dataset.mark;
    var shown = panel().dataset.mark;
    if (!shown || !now || shown === now || isInUse()) return;
    if (document.querySelector("#act [data-act] [type=submit]:focus, #act [data-act] :focus")) return;
    window.htmx.ajax("GET", panel().dataset.url, {
      target: "#item",
      swap: "outerHTML",
      headers: { "X-Fetched-Anew": "yes" },
    });
  }

  // The lists are asked for again and again, and the open item when it changed.
  function isByItself(by) {
    return by.id === "figures" || by === document.body;
  }

  // What the page asks for by itself moves nobody's focus.
  function isAsked(detail) {
    var by = detail.requestConfig && detail.requestConfig.elt;
    return Boolean(by) && !isByItself(by);
  }

  // What the page hears by itself waits while somebody presses, and while an act is under way: the lists come with its
  // answer. Else what is pressed would be replaced under the finger, and the answer find no place.
  var underWay = 0;
  var pressed = false;

  document.addEventListener("pointerdown", function () {
    pressed = true;
  });
  // Let go outside of the window.
  document.addEventListener("pointermove", function (event) {
    if (!event.buttons) pressed = false;
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () {
      // The click comes after it.
      window.setTimeout(function () {
        pressed = false;
      }, 0);
    });
  });

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (isByItself(event.detail.elt)) return;
    failed.textContent = "";
    underWay += 1;
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    if (!document.getElementById("figures")) return;
    tell();
    markRow();
    var target = event.detail.target;
    if (!isAsked(event.detail) || !target) return;
    var status = event.detail.xhr.status;
    // The form that was refused has given its place to the one with the reasons.
    if (status === 409 || status === 422) focusOn(document.querySelector("#act .errors, #session-act .errors"));
    else if (target.id === "item") focusOn(document.getElementById("item-title"));
    else if (target.id === "act" || target.id === "session-act") focusOn(target.querySelector("#act-title"));
    // What was pressed is gone with the act that is done: the session's next act is at hand.
    if (document.activeElement === document.body) focusOn(document.querySelector("#session-doors .button"));
    if (target.id === "act") target.dataset.opened = "yes";
  });

  // What does not fit into a part of the page is answered by the page itself: the sign-in, a refusal, a fault.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var xhr = event.detail.xhr;
    var by = event.detail.requestConfig.elt;
    if (isByItself(by) && (underWay || pressed || !by.isConnected)) event.detail.shouldSwap = false;
    // While the item was fetched anew somebody began to write in it, or went on to another one: that stays.
    if (by === document.body && (isInUse() || event.detail.pathInfo.requestPath !== panel().dataset.url))
      event.detail.shouldSwap = false;
    if (xhr.status === 200 && xhr.responseURL && /\/accounts\/login\//.test(xhr.responseURL)) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });

  document.addEventListener("htmx:responseError", function (event) {
    var form = event.detail.elt.closest("form");
    var status = event.detail.xhr.status;
    if (form && status === 403) {
      form.submit();
    } else if (event.detail.elt.id === "figures") {
      return;
    } else if (status === 403 || status === 404) {
      window.location.reload();
    } else {
      failed.textContent = failed.dataset.sentence;
    }
  });

  // A button that was pressed in a list may be pressed again when the list could not be renewed.
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.elt;
    if (!isByItself(form)) underWay = Math.max(0, underWay - 1);
    if (event.detail.xhr.status === 200) {
      window.setTimeout(function () {
        tell();
        markRow();
        refreshPanel();
      }, 100);
    }
    if (form.matches && form.matches("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });

  document.addEventListener("htmx:sendError", function (event) {
    if (event.detail.elt.id !== "figures") failed.textContent = failed.dataset.sentence;
  });

  document.addEventListener("click", function (event) {
    var way = event.target.closest("[data-dismiss]");
    if (!way || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    way.closest("[data-act]").remove();
    focusOn(document.getElementById("item-title"));
  });

  markRow();

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (event.code !== "KeyN") return;
    var next = document.querySelector("[data-next-open]");
    if (next) next.click();
  });
})();
