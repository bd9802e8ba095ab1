// Leaves the site at once: by the button, or by pressing Shift three times.
// Without this file the button still works: it is a form that posts to /ut.

const TARGET = "https://www.yr.no/";
const WINDOW = 5000; // milliseconds the three presses may take

const form = document.querySelector("[data-quick-exit]");
const status = document.querySelector("[data-quick-exit-status]");

function leave() {
  document.documentElement.classList.add("leaving");
  document.title = form.dataset.title;
  say(form.dataset.leaving);
  navigator.sendBeacon(form.action);
  window.location.replace(TARGET);
}

function say(text) {
  if (status) status.textContent = text;
}

let presses = 0;
let alone = false; // Shift went down and no other key has been touched since
let timer = 0;

function reset() {
  presses = 0;
  clearTimeout(timer);
  say("");
}

function count() {
  presses += 1;
  clearTimeout(timer);
  if (presses === 3) {
    leave();
    return;
  }
  say(presses === 1 ? form.dataset.one : form.dataset.two);
  timer = setTimeout(reset, WINDOW);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift" && !event.repeat) {
      alone = true;
      return;
    }
    alone = false;
    if (presses > 0) reset();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone) count();
    if (event.key === "Shift") alone = false;
  });
}

// A page that the browser kept in memory must not come back after leaving.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.classList.add("leaving");
  window.location.reload();
});
