/** A piece of a message: plain text, or an order's number. */
export type Piece =
  | { readonly _tag: "Text"; readonly text: string }
  | { readonly _tag: "Order"; readonly orderId: string }

/** Before and after a number that stands for itself: no price, date, phone number, name or address. */
const joined = /[\p{L}\p{Sc}_/=@+.-]$/u
const priced = /\p{Sc}\s?$/u
const after = /^(?![\p{L}\p{Sc}_@%/]|[-.:/]\d)/u

/** Whether a number of 5–9 digits in a customer's text is likely to be an order's. */
const isLikely = (text: string, digits: string, at: number): boolean =>
  /^[1-9]\d{4,8}$/.test(digits) &&
  !joined.test(text.slice(0, at)) &&
  !priced.test(text.slice(0, at)) &&
  after.test(text.slice(at + digits.length))

/**
 * Cuts a text at the numbers of 3–12 digits that `isKnown`, and, where `mayGuess`, at those that are likely to be orders;
 * other numbers stay text.
 */
export const splitOrderIds = (
  text: string,
  isKnown: (orderId: string) => boolean,
  mayGuess = false
): ReadonlyArray<Piece> => {
  const pieces: Array<Piece> = []
  let end = 0
  for (const match of text.matchAll(/(?<!\d)\d{3,12}(?!\d)/g)) {
    if (!isKnown(match[0]) && !(mayGuess && isLikely(text, match[0], match.index))) continue
    if (match.index > end) pieces.push({ _tag: "Text", text: text.slice(end, match.index) })
    pieces.push({ _tag: "Order", orderId: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ _tag: "Text", text: text.slice(end) })
  return pieces
}
