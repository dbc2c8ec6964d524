"""P1, P2, P3 and layout shift: what a first visit costs, from the log of the server."""

from __future__ import annotations

from gates.gate import Outcome
from gates.workers import Bench

MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS = 50 * 1024, 12 * 1024, 6
WATCHED = 1500  # milliseconds after loading
CONTENT_IMAGES = ("image/png", "image/jpeg", "image/webp", "image/avif", "image/gif")
SHIFTS = """globalThis.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) globalThis.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
# Copies for reading offline are no part of a first visit, so the page only says when it would begin
# with them: by its own clock, since ours waits longer where the computer is busy.
COPIES = """ServiceWorkerContainer.prototype.register = () => {
  const { loadEventEnd } = performance.getEntriesByType("navigation")[0];
  globalThis.began ??= loadEventEnd && performance.now() - loadEventEnd;
  return new Promise(() => {});
};"""
SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  await new Promise((done) => setTimeout(done, 200));
  return globalThis.shift;
}"""
BLOCKING = """() => performance.getEntriesByType("resource")
  .filter((each) => each.initiatorType === "script" && each.renderBlockingStatus === "blocking")
  .map((each) => each.name)"""


def examine(bench: Bench, address: str) -> Outcome:
    """A first visit to one page with an empty cache, until a second and a half after loading,
    before which copies for reading offline may not begin."""
    outcome = Outcome()
    bench.server.log.clear()
    bench.complaints.clear()
    # What the page before still fetches for reading offline is told apart by who asks for it.
    visitor = f"visitor to /{address}"
    phone = {"width": 360, "height": 740}
    with bench.context(viewport=phone, device_scale_factor=2, user_agent=visitor) as context:
        context.add_init_script(SHIFTS)
        context.add_init_script(COPIES)
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.wait_for_timeout(WATCHED)
        log = [answer for answer in bench.server.log if answer.agent == visitor]
        blocking = page.evaluate(BLOCKING)
        began = page.evaluate("globalThis.began")
        shift = page.evaluate(SCROLL)
    log = [answer for answer in log if answer.type not in CONTENT_IMAGES]
    total = sum(answer.size for answer in log)
    script = sum(answer.size for answer in log if answer.type.endswith("javascript"))
    failed = [f"{answer.status}: {answer.path}" for answer in log if answer.status >= 400]
    strangers = [each for each in bench.complaints if each.startswith("third party")]
    each = ", ".join(f"{answer.path.rpartition('/')[2] or 'HTML'} {answer.size}" for answer in log)
    outcome.figures = {
        "P1": {"most": total, "page": address},
        "P2": {"most": script, "page": address},
        "P3": {"most": len(log), "page": address},
        "P5": {"shift": shift},
    }
    if total > MOST_BYTES:
        outcome.add("P1", address, "cold", [f"{total / 1024:.1f} KB: {each}"])
    if script > MOST_SCRIPT:
        outcome.add("P2", address, "cold", [f"{script / 1024:.1f} KB of JavaScript: {each}"])
    outcome.add("P2", address, "cold", (f"blocks rendering: {name}" for name in blocking))
    if len(log) > MOST_REQUESTS:
        outcome.add("P3", address, "cold", [f"{len(log)} requests: {each}"])
    if began is not None and began < WATCHED:
        failed.append(f"copies for reading offline begin {began:.0f} ms after loading")
    outcome.add("P3", address, "cold", failed + strangers)
    wide = shift_at(bench, address, 1280)
    for width, moved in ((360, shift), (1280, wide)):
        if moved > 0.0005:
            outcome.add("P5", address, str(width), [f"layout shift {moved:.4f}"])
    outcome.figures["P5"]["shift"] = max(shift, wide)
    return outcome


def shift_at(bench: Bench, address: str, width: int) -> float:
    """How far things move while the page loads and is scrolled to its end."""
    with bench.context(viewport={"width": width, "height": 800}) as context:
        context.add_init_script(SHIFTS)
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.wait_for_timeout(300)
        moved: float = page.evaluate(SCROLL)
    return moved
