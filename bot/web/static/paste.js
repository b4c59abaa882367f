// Keeps the clipboard's own form beside the pasted words: a table copied from Word or a page arrives with its cells.
(() => {
  const words = document.getElementById("dan");
  const markup = document.getElementById("dan-html");
  if (!words || !markup) return;
  words.addEventListener("paste", (event) => {
    const html = event.clipboardData ? event.clipboardData.getData("text/html") : "";
    markup.value = html && words.selectionStart === 0 && words.selectionEnd === words.value.length ? html : "";
  });
  // Words typed or changed by hand are what is meant from then on.
  words.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") markup.value = "";
  });
})();
