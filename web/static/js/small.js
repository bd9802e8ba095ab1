// Small helps that pages do without: a count of the characters left, focus on
// what must be put right, menus that close, printing, and no double sending.

for (const box of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(box.dataset.count);
  const limit = Number(box.dataset.limit);
  const seen = box.querySelector("[data-count-seen]");
  const heard = box.querySelector("[data-count-heard]");
  let timer = 0;
  const show = () => {
    const left = limit - Array.from(field.value).length;
    const text = left < 0 ? box.dataset.over.replace("{N}", -left) : box.dataset.left.replace("{N}", left);
    seen.textContent = text;
    box.toggleAttribute("data-too-long", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { heard.textContent = text; }, 1500);
  };
  field.addEventListener("input", show);
  if (field.value) show();
}

document.querySelector("[data-focus-first]")?.focus();

for (const menu of document.querySelectorAll("details[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A second click on a button that is already sending is a wrong click.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
