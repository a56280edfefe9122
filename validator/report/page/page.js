(function () {
  "use strict";
  var form = document.getElementById("filter");
  var all = Array.from(document.querySelectorAll(".finding"));
  if (form) {
    form.hidden = false;
    var texts = all.map(function (e) { return e.textContent.toLowerCase(); });
    var apply = function () {
      var chosen = function (name) {
        return Array.from(form.querySelectorAll("input[name=" + name + "]:checked")).map(function (e) { return e.value; });
      };
      var severities = chosen("severity"), statuses = chosen("status");
      var words = document.getElementById("text").value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      all.forEach(function (e, i) {
        var fits = severities.includes(e.dataset.severity) && statuses.includes(e.dataset.status) &&
          words.every(function (w) { return texts[i].includes(w); });
        e.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      document.getElementById("shown").textContent = shown + " of " + all.length + " shown";
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    apply();
  }
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all.filter(function (e) { return !e.open; });
    closed.forEach(function (e) { e.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (e) { e.open = false; });
  });
})();
