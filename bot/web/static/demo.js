// The few things the server cannot do: keep scroll positions, send on Enter, send a chosen file, say what is new.
"use strict";

(() => {
  const kept = new Map();
  let lastSaid = "";

  const log = () => document.getElementById("chat-log");

  function toEnd() {
    const box = log();
    if (box) box.scrollTop = box.scrollHeight;
  }

  function showChosen() {
    document.querySelector(".person[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  function newest() {
    const all = document.querySelectorAll("#chat-log .bubble");
    const last = all[all.length - 1];
    return last ? `${log().dataset.person}:${all.length}:${last.dataset.message}` : "";
  }

  // Only what arrives while somebody looks is read out, not the whole chat again.
  function announce() {
    const said = newest();
    const samePerson = said.split(":")[0] === lastSaid.split(":")[0];
    const last = document.querySelector("#chat-log li.bubble:last-of-type");
    if (said !== lastSaid && samePerson && last && last.classList.contains("theirs")) {
      document.getElementById("announce").textContent = `Tin mới: ${last.querySelector(".text")?.innerText ?? ""}`;
    }
    if (said !== lastSaid) toEnd();
    if (!samePerson) showChosen();
    lastSaid = said;
  }

  document.addEventListener("htmx:beforeSwap", () => {
    for (const box of document.querySelectorAll(".scroll[id]")) kept.set(box.id, box.scrollTop);
    for (const box of document.querySelectorAll("details[id]")) kept.set(box.id, box.open);
  });

  document.addEventListener("htmx:oobAfterSwap", () => {
    for (const id of ["board-scroll", "outbox-scroll"]) {
      const box = document.getElementById(id);
      if (box && kept.has(id)) box.scrollTop = kept.get(id);
    }
    const tasks = document.getElementById("tasks");
    if (tasks && kept.has("tasks")) tasks.open = kept.get("tasks");
    announce();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (event.detail.successful && form instanceof HTMLFormElement && (form.dataset.clears !== undefined || form.dataset.sendsItself !== undefined)) {
      form.reset();
      const field = form.querySelector("textarea");
      if (field) { field.style.height = ""; field.focus(); }
    }
  });

  function complain(text) {
    const notice = document.getElementById("notice");
    notice.textContent = text;
    notice.hidden = false;
  }
  document.addEventListener("htmx:sendError", () => complain("Không kết nối được với máy chủ của bản dùng thử."));
  document.addEventListener("htmx:responseError", (event) => complain(event.detail.xhr.responseText || "Có lỗi ngoài dự kiến."));

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-sends-itself]");
    if (form && event.target.type === "file" && event.target.files.length) form.requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "text" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "text") return;
    event.target.style.height = "auto";
    event.target.style.height = `${Math.min(event.target.scrollHeight, 140)}px`;
  });

  document.addEventListener("DOMContentLoaded", () => { lastSaid = newest(); toEnd(); showChosen(); });
})();
