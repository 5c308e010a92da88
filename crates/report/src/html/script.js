"use strict";
(() => {
  const words = document.body.dataset;

  // The theme: that of the system until the reader chooses.
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark());
  const label = () => { button.textContent = isDark() ? words.light : words.dark; };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  label();

  // Headings of tables stay below the contents, however high these are.
  const nav = document.querySelector("nav");
  new ResizeObserver(() => root.style.setProperty("--nav", `${nav.offsetHeight}px`)).observe(nav);

  // Sorting: numbers by size, all else by the order of the language; a third click gives the order of the report.
  const text = (row, at) => {
    const cell = row.cells[at];
    return (cell.querySelector(".noted") || cell).textContent.trim();
  };
  const number = (value) => {
    const plain = value.replace(/[,\s\u00a0]/g, "").replace(/\u2212/g, "-");
    const found = plain.match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) : null;
  };
  const compare = new Intl.Collator(root.lang, { numeric: true }).compare;
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, at) => {
      if (!head.textContent.trim()) return;
      const inner = document.createElement("button");
      inner.type = "button";
      inner.title = words.sort;
      inner.append(...head.childNodes);
      head.append(inner);
      inner.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        const order = next === undefined ? "ascending" : next;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        let rows = [...original];
        if (order) {
          head.setAttribute("aria-sort", order);
          const numeric = head.classList.contains("number");
          const sign = order === "ascending" ? 1 : -1;
          rows.sort((a, b) => {
            const [x, y] = [text(a, at), text(b, at)];
            const [m, n] = [number(x), number(y)];
            if (numeric && m !== null && n !== null) return sign * (m - n);
            if (numeric && (m === null) !== (n === null)) return m === null ? 1 : -1;
            return sign * compare(x, y);
          });
        }
        body.append(...rows);
      });
    });
  }

  // Searching: rows that hold every word stay.
  for (const input of document.querySelectorAll("input[data-table]")) {
    const table = document.getElementById(input.dataset.table);
    const count = input.closest(".filter").querySelector("output");
    input.closest(".filter").hidden = false;
    const rows = [...table.tBodies[0].rows];
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const found = wanted.every((word) => row.textContent.toLowerCase().includes(word));
        row.hidden = !found;
        shown += found ? 1 : 0;
      }
      count.textContent = wanted.length ? words.shown.replace("{0}", shown).replace("{1}", rows.length) : "";
    });
  }

  // Notes beside what they are about, within the window.
  const place = (noted) => {
    const tip = document.getElementById(noted.getAttribute("aria-describedby"));
    const at = noted.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8));
    const below = at.bottom + 6 + tip.offsetHeight < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - tip.offsetHeight - 6)}px`;
  };
  const away = (noted) => { document.getElementById(noted.getAttribute("aria-describedby")).style.left = ""; };
  for (const noted of document.querySelectorAll(".noted")) {
    noted.addEventListener("mouseenter", () => place(noted));
    noted.addEventListener("focus", () => place(noted));
    noted.addEventListener("mouseleave", () => away(noted));
    noted.addEventListener("blur", () => away(noted));
    noted.addEventListener("keydown", (event) => { if (event.key === "Escape") away(noted); });
  }

  // Choosing rows over the whole page: by how checks ended, and by section.
  const choose = document.getElementById("choose");
  if (choose) {
    const buttons = [...choose.querySelectorAll("button")];
    const section = choose.querySelector("select");
    const rows = [...document.querySelectorAll("tr[data-outcome]")];
    const apply = () => {
      const wanted = buttons.find((each) => each.getAttribute("aria-pressed") === "true").dataset.choose;
      for (const row of rows) {
        const fits = (!wanted || row.dataset.outcome === wanted) && (!section.value || row.dataset.section === section.value);
        row.classList.toggle("away", !fits);
      }
    };
    choose.hidden = false;
    for (const pressed of buttons) {
      pressed.addEventListener("click", () => {
        buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === pressed)));
        apply();
      });
    }
    section.addEventListener("change", apply);
  }

  // A link to something folded opens what it is in.
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
