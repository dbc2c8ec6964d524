// Sends a rating without leaving the page. Nothing goes with it: no cookie, no address of a page
// beyond this site's name.
export async function send(form) {
  const status = form.querySelector("[data-rating-status]");
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  status.textContent = form.dataset.sending;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "omit",
      referrerPolicy: "strict-origin",
      signal: AbortSignal.timeout(20000),
    });
    if (!answer.ok) throw new Error(answer.status);
    form.querySelector("[data-rating-fields]").hidden = true;
    form.parentElement.querySelector("[data-rating-otherwise]").hidden = true;
    status.textContent = form.dataset.sent;
    status.focus(); // the button that had the focus is gone
  } catch {
    status.textContent = form.dataset.failed;
    form.parentElement.querySelector("[data-rating-otherwise]").hidden = false;
  }
  delete form.dataset.busy;
}
