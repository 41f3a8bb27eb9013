import { digitOf, kindOf, plainWord } from "./Characters.ts"
import { ownLines } from "./Quotes.ts"

/** A piece of text between two changes of character: digits are folded to ASCII, letters to plain words. */
export interface Part {
  readonly kind: "digits" | "letters" | "mark"
  readonly text: string
  /** Where the part ends in its cluster's raw text. */
  readonly end: number
}

/** What stands together without a space. */
export interface Cluster {
  readonly parts: ReadonlyArray<Part>
  /** As it was written, without invisible characters. */
  readonly raw: string
}

/** One line of a message. */
export type Line = ReadonlyArray<Cluster>

/** No word of the vocabulary is longer; the rest of a longer one is not kept. */
const longestWord = 32
/** One digit more than any phone number needs, so that a cut number is still too long for an id. */
const longestNumber = 40
/** One character more than the longest web address that is taken. */
const longestRaw = 2049
const apostrophes = "'’ʼ`´"

/** Collects the characters of a line into clusters of parts. */
class Scanner {
  readonly line: Array<Cluster> = []
  private parts: Array<Part> = []
  private raw = ""
  private text = ""
  private kind: "digits" | "letters" | null = null

  endPart(): void {
    if (this.kind !== null) {
      const text = this.kind === "letters" ? plainWord(this.text) : this.text
      this.parts.push({ kind: this.kind, text, end: this.raw.length })
    }
    this.kind = null
    this.text = ""
  }

  endCluster(): void {
    this.endPart()
    if (this.parts.length > 0) this.line.push({ parts: this.parts, raw: this.raw })
    this.parts = []
    this.raw = ""
  }

  private keep(character: string): void {
    if (this.raw.length < longestRaw) this.raw += character
  }

  private grow(kind: "digits" | "letters", text: string, character: string, limit: number): void {
    if (this.kind !== kind) this.endPart()
    this.kind = kind
    if (this.text.length < limit) this.text += text
    this.keep(character)
  }

  read(character: string): void {
    const code = character.codePointAt(0) ?? 0
    switch (kindOf(character, code)) {
      case "digit":
        return this.grow("digits", `${digitOf(code)}`, character, longestNumber)
      case "letter":
        return this.grow("letters", character, character, longestWord)
      case "accent":
        return this.kind === "letters" ? this.grow("letters", character, character, longestWord) : undefined
      case "hidden":
        return this.kind === "digits" ? this.endPart() : undefined
      case "space":
        return this.endCluster()
      case "mark":
        if (this.kind === "letters" && apostrophes.includes(character)) return this.keep(character)
        this.endPart()
        this.keep(character)
        this.parts.push({ kind: "mark", text: character, end: this.raw.length })
    }
  }
}

const scanLine = (text: string): Line => {
  const scanner = new Scanner()
  for (const character of text) scanner.read(character)
  scanner.endCluster()
  return scanner.line
}

/** Divides what a message's writer wrote himself into lines, words, numbers and marks. One pass; empty lines are left out. */
export const scanLines = (text: string): ReadonlyArray<Line> =>
  ownLines(text)
    .map(scanLine)
    .filter((line) => line.length > 0)
