/**
 * How long a 429 asks to wait, in milliseconds: its Retry-After holds seconds or a date (RFC 9110, 10.2.3). A date is
 * read by the panel's own clock where the answer has one, for it may differ from ours. Undefined when it does not say.
 */
export const retryAfterMillis = (
  headers: Readonly<Record<string, string>>,
  now: number
): number | undefined => {
  const text = headers["retry-after"]?.trim() ?? ""
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1_000
  if (!httpDate.test(text)) return undefined
  const until = Date.parse(text)
  if (Number.isNaN(until)) return undefined
  const theirs = Date.parse(headers["date"] ?? "")
  return Math.max(0, until - (Number.isNaN(theirs) ? now : theirs))
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
