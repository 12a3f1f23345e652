// Talking to the service.

/** What went wrong with a request, in words for the person. `down`: nothing can be sent just now. */
class ServiceError extends Error {
  /** @param {string} message @param {boolean} down @param {string} [code] */
  constructor(message, down, code = "") {
    super(message);
    this.down = down;
    this.code = code;
  }
}

/**
 * An answer that is not about an error.
 * @param {string} url @param {RequestInit} options @param {Record<string, string>} words @returns {Promise<Response>}
 */
async function respond(url, options, words) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", ...options });
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    throw new ServiceError((late ? words.noAnswer : words.down) ?? "", !late, late ? "timeout" : "");
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  const code = asText(body?.error?.code);
  const down = code ? code === "not_ready" || code === "unavailable" : response.status >= 502;
  throw new ServiceError(asText(body?.error?.message) || (down ? words.down : words.unknown) || "", down, code);
}

/**
 * @param {string} url @param {RequestInit} options @param {Record<string, string>} words
 * @returns {Promise<any>}
 */
async function request(url, options, words) {
  const body = await (await respond(url, options, words)).json().catch(() => null);
  if (body) return body;
  throw new ServiceError(words.unknown ?? "", false);
}

/**
 * A file with the name that the service gives it.
 * @param {string} url @param {RequestInit} options @param {Record<string, string>} words
 * @returns {Promise<{blob: Blob, name: string}>}
 */
async function requestFile(url, options, words) {
  const response = await respond(url, options, words);
  const name = /filename="([\w.-]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "";
  return { blob: await response.blob(), name };
}

/**
 * The events of a stream, as they come.
 * @param {ReadableStream<Uint8Array>} stream @param {() => void} alive called at every sign of life
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
async function* events(stream, alive) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const parts = (text + decoder.decode(value, { stream: true })).split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const field = (/** @type {string} */ key) => new RegExp(`^${key}: (.*)$`, "m").exec(part)?.[1];
      const data = field("data");
      if (data) yield { name: field("event") ?? "", data: JSON.parse(data) };
    }
  }
}

/**
 * Listens to a stream, and asks anew after growing pauses when it breaks off, until it says that it ends.
 * @param {string} url @param {() => object} body of each request @param {(data: any) => void} hear
 * @param {() => void} end @returns {() => void} stops it
 */
function listen(url, body, hear, end) {
  const stopped = new AbortController();
  let tries = 0;
  let timer = 0;
  const ask = async () => {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    stopped.signal.addEventListener("abort", abort);
    let silence = setTimeout(abort, SILENCE_MS);
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(abort, SILENCE_MS);
    };
    try {
      const response = await fetch(url, {
        method: "POST", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
        headers: { "Content-Type": "application/json" }, body: JSON.stringify(body()), signal: attempt.signal,
      });
      if (response.status === 404) return end();
      if (response.ok && response.body) {
        for await (const event of events(response.body, alive)) {
          tries = 0;
          if (event.name === "end") return end();
          hear(event.data);
        }
      }
    } catch {
      // It broke off; asked again below.
    } finally {
      clearTimeout(silence);
      stopped.signal.removeEventListener("abort", abort);
      attempt.abort();
    }
    if (stopped.signal.aborted) return;
    const pause = PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 30;
    tries += 1;
    timer = setTimeout(ask, pause * 1000 * (0.75 + Math.random() / 2)); // not all pages at the same moment
  };
  void ask();
  return () => {
    stopped.abort();
    clearTimeout(timer);
  };
}
