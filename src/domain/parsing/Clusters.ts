import { digitOf, kindOf, plainWord } from "./Characters.ts"

/** A piece of text between two changes of character: digits are folded to ASCII, letters to plain words. */
export type Part =
  | { readonly kind: "digits"; readonly text: string }
  | { readonly kind: "letters"; readonly text: string }
  | { readonly kind: "mark"; readonly text: string }

/** What stands together without a space. */
export type Cluster = ReadonlyArray<Part>
/** One line of a message. */
export type Line = ReadonlyArray<Cluster>

/** No word of the vocabulary is longer; the rest of a longer one is not kept. */
const longestWord = 32
/** One digit more than any phone number needs, so that a cut number is still too long for an id. */
const longestNumber = 40
const apostrophes = "'’ʼ`´"

/** Collects characters into lines of clusters of parts. */
class Scanner {
  readonly lines: Array<Line> = []
  private line: Array<Cluster> = []
  private cluster: Array<Part> = []
  private text = ""
  private kind: "digits" | "letters" | null = null

  endPart(): void {
    if (this.kind !== null) {
      const text = this.kind === "letters" ? plainWord(this.text) : this.text
      this.cluster.push({ kind: this.kind, text })
    }
    this.kind = null
    this.text = ""
  }

  endCluster(): void {
    this.endPart()
    if (this.cluster.length > 0) this.line.push(this.cluster)
    this.cluster = []
  }

  endLine(): void {
    this.endCluster()
    const first = this.line[0]?.[0]
    const isQuoted = first?.kind === "mark" && first.text === ">"
    if (this.line.length > 0 && !isQuoted) this.lines.push(this.line)
    this.line = []
  }

  grow(kind: "digits" | "letters", text: string, limit: number): void {
    if (this.kind !== kind) this.endPart()
    this.kind = kind
    if (this.text.length < limit) this.text += text
  }

  read(character: string): void {
    const code = character.codePointAt(0) ?? 0
    switch (kindOf(character, code)) {
      case "digit":
        return this.grow("digits", `${digitOf(code)}`, longestNumber)
      case "letter":
        return this.grow("letters", character, longestWord)
      case "accent":
        return this.kind === "letters" ? this.grow("letters", character, longestWord) : undefined
      case "hidden":
        return this.kind === "digits" ? this.endPart() : undefined
      case "space":
        return this.endCluster()
      case "line":
        return this.endLine()
      case "mark":
        if (this.kind === "letters" && apostrophes.includes(character)) return
        this.endPart()
        this.cluster.push({ kind: "mark", text: character })
    }
  }
}

/** Divides a message into lines, words, numbers and marks; quoted lines ("> …") are left out. One pass. */
export const scanLines = (text: string): ReadonlyArray<Line> => {
  const scanner = new Scanner()
  for (const character of text) scanner.read(character)
  scanner.endLine()
  return scanner.lines
}
