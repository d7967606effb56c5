(function () {
  "use strict";
  var form = document.getElementById("filters");
  var shown = document.getElementById("shown");
  var cells = Array.from(document.querySelectorAll("button.cell"));
  var tables = ["requirements", "checks"].map(function (name) {
    var rows = Array.from(document.querySelectorAll("#" + name + " tbody tr"));
    rows.forEach(function (row) { row.words = row.textContent.toLowerCase(); });
    return { name: name, rows: rows };
  });
  document.documentElement.classList.add("scripted");

  function has(list, word) { return word === "" || (list || "").split(" ").indexOf(word) >= 0; }

  function fits(row, want, words) {
    return (want.level === "" || row.dataset.level === want.level) &&
      (want.state === "" || row.dataset.state === want.state) &&
      has(row.dataset.areas, want.area) && has(row.dataset.operations, want.operation) &&
      words.every(function (word) { return row.words.indexOf(word) >= 0; });
  }

  function narrow() {
    var want = { level: form.level.value, state: form.state.value, area: form.area.value, operation: form.operation.value };
    var words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown.textContent = tables.map(function (table) {
      var left = table.rows.filter(function (row) {
        row.hidden = !fits(row, want, words);
        return !row.hidden;
      });
      return left.length + " of " + table.rows.length + " " + table.name;
    }).join(", ");
    cells.forEach(function (cell) {
      var on = want.area !== "" && cell.dataset.area === want.area && cell.dataset.operation === want.operation;
      cell.setAttribute("aria-pressed", String(on));
    });
  }

  function copied(button, ok) {
    button.textContent = ok ? "Copied" : "Press Ctrl+C";
    setTimeout(function () { button.textContent = "Copy"; }, 2000);
  }

  // Browsers that give files no clipboard still copy a selection.
  function copySelection(button) {
    var range = document.createRange();
    range.selectNodeContents(button.previousElementSibling);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    copied(button, document.execCommand("copy"));
  }

  function copy(button) {
    if (!navigator.clipboard) { copySelection(button); return; }
    navigator.clipboard.writeText(button.previousElementSibling.textContent).then(
      function () { copied(button, true); },
      function () { copySelection(button); });
  }

  // A link to a row that the filters hide shows it again.
  function reveal() {
    var row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.hidden) {
      form.reset();
      narrow();
      row.scrollIntoView();
    }
  }

  form.addEventListener("input", narrow);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(narrow, 0); });
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    if (event.target.closest("a[href^='#']")) { setTimeout(reveal, 0); } // the hash may be the same as before
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.classList.contains("copy")) { copy(button); }
    if (button.classList.contains("cell")) {
      var again = button.getAttribute("aria-pressed") === "true";
      form.area.value = again ? "" : button.dataset.area;
      form.operation.value = again ? "" : button.dataset.operation;
      narrow();
      form.scrollIntoView();
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !event.target.matches("input, select, textarea")) {
      event.preventDefault();
      form.text.focus();
    }
  });
  narrow();
})();
