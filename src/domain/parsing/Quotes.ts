const lineEnd = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u

/** Marks that messengers and people put before a line they quote. */
const quoteMark = /^[\s\p{Cf}]*[>＞»›❯┃│▎▏▌❝]/u

/** How copied lines of a chat begin: "[10:30, 5/6/2024] John:" and "06/05/2024, 10:30 - John:" (WhatsApp). */
const copiedLine =
  /^[\s\p{Cf}]*(?:\[[^\]]{0,30}\p{Nd}{1,2}[:.]\p{Nd}{2}[^\]]{0,30}\][^:]{1,60}:|\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2,4},? \p{Nd}{1,2}[:.]\p{Nd}{2}.{0,12} [-–] [^:]{1,60}:)/u

/** The line above a copied message in Telegram: "John, [06.05.2024 10:30]"; the message goes on until an empty line. */
const copiedHead = /^.{1,60}, \[[^\]]{4,40}\p{Nd}{1,2}:\p{Nd}{2}[^\]]{0,15}\]:?\s*$/u

/** Beginnings of lines are told apart within this many characters. */
const headLength = 160

const quotation = /["“„«][^"“”„«»]{3,200}["”“»]/gu
const hasOrder = /\p{Nd}{3}/u
const hasLetter = /\p{L}/u

/** Drops what stands in quotation marks and looks like a command, when the line says something besides. */
const withoutQuotations = (line: string): string => {
  const isCommand = (quoted: string): boolean => hasOrder.test(quoted) && hasLetter.test(quoted)
  const rest = line.replace(quotation, (quoted) => (isCommand(quoted) ? " " : quoted))
  return rest !== line && hasLetter.test(rest) ? rest : line
}

/** The lines a message's writer wrote himself: without quoted lines ("> …") and lines copied out of a chat. */
export const ownLines = (text: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let isCopied = false
  for (const line of text.split(lineEnd)) {
    const head = line.slice(0, headLength)
    if (head.trim() === "") isCopied = false
    else if (copiedHead.test(head)) isCopied = true
    if (!isCopied && !quoteMark.test(head) && !copiedLine.test(head)) lines.push(withoutQuotations(line))
  }
  return lines
}
