/** A piece of a message: plain text, or an order's number that is known here. */
export type Piece =
  | { readonly _tag: "Text"; readonly text: string }
  | { readonly _tag: "Order"; readonly orderId: string }

/** Cuts a text at the numbers of 3–12 digits that `isKnown`; other numbers stay text. */
export const splitOrderIds = (text: string, isKnown: (orderId: string) => boolean): ReadonlyArray<Piece> => {
  const pieces: Array<Piece> = []
  let end = 0
  for (const match of text.matchAll(/(?<!\d)\d{3,12}(?!\d)/g)) {
    if (!isKnown(match[0])) continue
    if (match.index > end) pieces.push({ _tag: "Text", text: text.slice(end, match.index) })
    pieces.push({ _tag: "Order", orderId: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ _tag: "Text", text: text.slice(end) })
  return pieces
}
