/** PostgreSQL takes payloads below 8 000 bytes; a character has three at most where pairs are not split. */
const partLength = 2_600

/** Parts of texts that never became whole are forgotten beyond this. */
const mostOpen = 100

/** A text as parts that PostgreSQL's notifications can carry, each with the id of the text, its place and their number. */
export const split = (id: string, text: string): ReadonlyArray<string> => {
  const pieces: Array<string> = []
  for (let at = 0; at < text.length || pieces.length === 0;) {
    const end = at + partLength
    const last = text.charCodeAt(end - 1)
    // Half of a pair of characters cannot be written by itself.
    const cut = last >= 0xd800 && last <= 0xdbff ? end - 1 : end
    pieces.push(text.slice(at, cut))
    at = cut
  }
  return pieces.map((piece, n) => `${id} ${n} ${pieces.length} ${piece}`)
}

/** Puts parts together again; `whole` gets each text once, when its last part has come. */
export const makeJoiner = (whole: (text: string) => void) => {
  const open = new Map<string, { readonly pieces: Array<string>; left: number }>()
  return (part: string): void => {
    const [head, id, place, count] = /^(\S+) (\d+) (\d+) /.exec(part) ?? []
    if (head === undefined || id === undefined) return
    const piece = part.slice(head.length)
    if (count === "1") return whole(piece)
    const text = open.get(id) ?? { pieces: [], left: Number(count) }
    open.set(id, text)
    text.pieces[Number(place)] = piece
    text.left -= 1
    if (text.left === 0) {
      open.delete(id)
      whole(text.pieces.join(""))
    } else if (open.size > mostOpen) open.delete(open.keys().next().value!)
  }
}
