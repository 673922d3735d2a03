// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// Asks the controller again and again: one question at a time, each with a time limit, and the next only after its end.

const SHOWN = 2_000;
const HIDDEN = 30_000;
const LIMIT = 8_000;

async function ask(url) {
  const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(LIMIT) });
  if (!response.ok) throw new Error(`it answers with status ${response.status}`);
  const status = await response.json();
  if (status === null || typeof status !== 'object' || Array.isArray(status)) throw new Error('its answer is no status');
  return status;
}

function why(error) {
  if (error.name === 'TimeoutError') return `no answer within ${LIMIT / 1000} s`;
  if (error instanceof SyntaxError) return 'its answer is not JSON';
  return error instanceof TypeError ? 'it cannot be reached' : error.message;
}

/**
 * Starts asking.
 *
 * @param answered called with each status
 * @param failed called with one sentence for each question that was not answered
 * @return how to pause and go on
 */
export function poll(url, answered, failed) {
  let timer = 0;
  let asking = false;
  let paused = false;

  function later() {
    clearTimeout(timer);
    if (!paused) timer = setTimeout(now, document.hidden ? HIDDEN : SHOWN);
  }

  async function now() {
    if (asking || paused) return;
    asking = true;
    clearTimeout(timer);
    try {
      const status = await ask(url);
      if (!paused) answered(status);
    } catch (error) {
      if (!paused) failed(why(error));
    } finally {
      asking = false;
      later();
    }
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? later() : now()));
  addEventListener('online', now);
  now();
  return {
    pause(on) {
      paused = on;
      if (on) clearTimeout(timer);
      else now();
    },
  };
}
