(function () {
  "use strict";
  var form = document.getElementById("filters");
  var shown = document.getElementById("shown");
  var selects = Array.from(form.querySelectorAll("select"));
  var cells = Array.from(document.querySelectorAll("button.cell"));
  var tables = Array.from(document.querySelectorAll("table[data-rows]")).map(function (table) {
    var rows = Array.from(table.querySelectorAll("tbody tr"));
    rows.forEach(function (row) { row.words = row.textContent.toLowerCase(); });
    var fold = table.closest("details");
    return { name: table.dataset.rows, rows: rows, fold: fold, open: fold && fold.open, count: fold && fold.querySelector(".count") };
  });
  var narrowed = false;
  document.documentElement.classList.add("scripted");

  function has(list, word) { return word === "" || (list || "").split(" ").indexOf(word) >= 0; }

  function fits(row, words) {
    return selects.every(function (select) { return has(row.dataset[select.name], select.value); }) &&
      words.every(function (word) { return row.words.indexOf(word) >= 0; });
  }

  // A cell is pressed if the filters are as it sets them.
  function pressed(cell) {
    return Object.keys(cell.dataset).every(function (name) { return form[name].value === cell.dataset[name]; });
  }

  // While the tables are narrowed every fold with rows that fit is open, and the others are gone; afterwards they are as they came.
  function refold(table, left, narrows) {
    table.fold.hidden = narrows && left === 0;
    if (narrows || narrowed) { table.fold.open = narrows || table.open; }
    table.count.textContent = narrows ? left + " of " + table.rows.length : table.rows.length;
  }

  function narrow() {
    var words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    var narrows = words.length > 0 || selects.some(function (select) { return select.value !== ""; });
    var counts = new Map();
    tables.forEach(function (table) {
      var left = table.rows.filter(function (row) {
        row.hidden = !fits(row, words);
        return !row.hidden;
      }).length;
      var count = counts.get(table.name) || [0, 0];
      counts.set(table.name, [count[0] + left, count[1] + table.rows.length]);
      if (table.fold) { refold(table, left, narrows); }
    });
    narrowed = narrows;
    shown.textContent = Array.from(counts, function (count) { return count[1][0] + " of " + count[1][1] + " " + count[0]; }).join(", ");
    cells.forEach(function (cell) { cell.setAttribute("aria-pressed", String(pressed(cell))); });
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

  // A link to a row that the filters hide, or to what is folded, shows it again.
  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    var away = target.hidden;
    if (away) {
      form.reset();
      narrow();
    }
    for (var fold = target.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) {
      fold.open = away = true;
    }
    if (away) { target.scrollIntoView(); }
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
      var again = pressed(button);
      Object.keys(button.dataset).forEach(function (name) { form[name].value = again ? "" : button.dataset[name]; });
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
