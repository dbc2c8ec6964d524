// What only the moment of printing knows: the day, and the title at the head of each sheet.
const printed = document.querySelector("[data-printed]");
const { running } = document.querySelector("[data-running]").dataset;
document.documentElement.style.setProperty("--running", JSON.stringify(running));

function date() {
  const { lang } = document.documentElement;
  // As the rest of the page writes days: 24/11/2026, 24 November 2026.
  const day = new Date().toLocaleDateString(lang === "en" ? "en-GB" : "vi-VN",
    lang === "en" ? { day: "numeric", month: "long", year: "numeric" }
      : { day: "2-digit", month: "2-digit", year: "numeric" });
  printed.textContent = printed.dataset.printed.replace("{date}", day);
}

date();
addEventListener("beforeprint", date); // the page may have been open for days
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
