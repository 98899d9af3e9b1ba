// Comfort only: every page works without this file.
(() => {
  "use strict";
  const doc = document;
  doc.documentElement.classList.add("js");

  const $ = (selector, root = doc) => root.querySelector(selector);
  const $$ = (selector, root = doc) => [...root.querySelectorAll(selector)];

  // Copy buttons.
  const copyButton = (label, text) => {
    const button = doc.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = label;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      try {
        await navigator.clipboard.writeText(text());
        button.textContent = "copied";
      } catch {
        button.textContent = "not allowed";
      }
      setTimeout(() => { button.textContent = label; }, 1500);
    });
    return button;
  };
  for (const place of $$("[data-copy]")) {
    const button = copyButton("copy", () => place.dataset.copy);
    button.setAttribute("aria-label", "Copy " + place.dataset.copy);
    place.after(button);
  }

  // A file instead of its text.
  for (const text of $$("textarea[data-file]")) {
    const label = doc.createElement("label");
    label.className = "file";
    label.textContent = text.dataset.file;
    const input = doc.createElement("input");
    input.type = "file";
    input.accept = ".json,application/json";
    input.addEventListener("change", async () => {
      if (input.files.length) text.value = await input.files[0].text();
    });
    label.append(input);
    text.before(label);
  }

  // In a JSON tree the buttons come with the pointer or the focus, so that large documents stay light.
  let place = null;
  const offer = (event) => {
    const next = event.target.closest(".at");
    if (!next || next === place) return;
    if (place) $$(":scope > .copy, :scope > summary > .copy", place).forEach((b) => b.remove());
    place = next;
    const home = place.matches("details") ? $(":scope > summary", place) : place;
    if ("value" in place.dataset) {
      home.append(copyButton("copy value", () => {
        const text = $(".value", place).textContent;
        return $(".value.string", place) ? JSON.parse(text) : text;
      }));
    }
    home.append(copyButton("copy pointer", () => home.closest(".at").dataset.pointer));
  };
  for (const tree of $$("[data-json]")) {
    tree.addEventListener("mouseover", offer);
    tree.addEventListener("focusin", offer);
  }

  // How long ago, kept true.
  const ago = (time) => {
    const seconds = Math.floor((Date.now() - time) / 1000);
    if (seconds < 1) return "just now";
    if (seconds < 60) return seconds + " s ago";
    if (seconds < 3600) return Math.floor(seconds / 60) + " min ago";
    if (seconds < 86400) return Math.floor(seconds / 3600) + " h ago";
    return Math.floor(seconds / 86400) + " d ago";
  };
  const times = $$("[data-ago]");
  if (times.length) {
    setInterval(() => {
      for (const time of times) time.textContent = ago(Date.parse(time.dataset.ago));
    }, 5000);
  }

  // The menu closes with Escape or a click elsewhere.
  const menu = $(".menu");
  if (menu) {
    doc.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { menu.open = false; $("summary", menu).focus(); }
    });
  }

  // The order of the last list, for [ and ].
  const rows = $$("[data-row]");
  const links = rows.map((row) => row.dataset.row).filter(Boolean);
  const LIST = "intentus.executions";
  if (location.pathname === "/console/executions") sessionStorage.setItem(LIST, JSON.stringify(links));
  const neighbour = (step) => {
    const here = $("[data-execution]");
    if (!here) return;
    const list = JSON.parse(sessionStorage.getItem(LIST) || "[]");
    const at = list.indexOf(here.dataset.execution);
    const next = at < 0 ? null : list[at + step];
    if (next) location.assign(next);
  };

  // Rows by keyboard: focus moves to the row's own link.
  const move = (step) => {
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(doc.activeElement));
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    $("a", next).focus();
  };
  const expand = () => {
    const all = $$("main details");
    const open = all.some((one) => !one.open);
    all.forEach((one) => { one.open = open; });
  };

  const HELP = [
    ["j / k", "next, previous row"], ["Enter", "open the row"], ["/", "search"],
    ["g e", "executions"], ["g d", "drift"], ["g a", "agents"], ["g r", "runbooks"],
    ["[ / ]", "previous, next execution of the list"], ["e", "expand or fold all"], ["c", "compare this execution"], ["?", "this help"],
  ];
  const help = () => {
    let dialog = $("#keys");
    if (!dialog) {
      dialog = doc.createElement("dialog");
      dialog.id = "keys";
      dialog.setAttribute("aria-label", "Keys");
      const title = doc.createElement("h2");
      title.textContent = "Keys";
      const list = doc.createElement("dl");
      for (const [keys, what] of HELP) {
        const term = doc.createElement("dt");
        const key = doc.createElement("kbd");
        key.textContent = keys;
        term.append(key);
        const meaning = doc.createElement("dd");
        meaning.textContent = what;
        list.append(term, meaning);
      }
      const form = doc.createElement("form");
      form.method = "dialog";
      const close = doc.createElement("button");
      close.textContent = "Close";
      form.append(close);
      dialog.append(title, list, form);
      doc.body.append(dialog);
    }
    dialog.showModal();
  };

  let pending = "";
  doc.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog[open]")) return;
    const keys = pending + event.key;
    pending = "";
    const act = {
      j: () => move(1), k: () => move(-1), e: expand, "?": help,
      "[": () => neighbour(-1), "]": () => neighbour(1),
      ge: () => location.assign("/console/executions"),
      gd: () => location.assign("/console/drift"),
      c: () => { const link = $("[data-compare]"); if (link) location.assign(link.href); },
      ga: () => location.assign("/console/agents"),
      gr: () => location.assign("/console/runbooks"),
      "/": () => { const box = $("#query"); if (box) { box.focus(); box.select(); } else location.assign("/console/executions"); },
    }[keys];
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key === "g") {
      pending = "g";
      setTimeout(() => { pending = ""; }, 1200);
    }
  });
})();
