import { RE2JS } from "re2js"

/** A regex that reads any text in time proportional to its length. */
export interface SafePattern {
  /** Steps it may need for each character. */
  readonly size: number
  /** Whether the text holds it, and what its only group caught. */
  readonly find: (text: string) => { readonly caught: string | null } | null
}

/** A pattern that cannot be used; `problem` says to its author why. */
export interface BadPattern {
  readonly problem: string
}

/** Larger programs come from nested repetitions alone. */
const largestSize = 400

/** Patterns of all tenants that stay compiled; an owner has 100 at most and changes them rarely. */
const remembered = 500

const compiled = new Map<string, SafePattern | BadPattern>()

/** Compiles once and remembers; letters of either case are the same. No backtracking, so no pattern is slow by itself. */
export const safePattern = (pattern: string): SafePattern | BadPattern => {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const made = compile(pattern)
  compiled.set(pattern, made)
  if (compiled.size > remembered) compiled.delete(compiled.keys().next().value ?? "")
  return made
}

const compile = (pattern: string): SafePattern | BadPattern => {
  const regex = parse(pattern)
  if ("problem" in regex) return regex
  const size = regex.programSize()
  if (size > largestSize) return { problem: "The pattern is too large: repeat less." }
  const groups = regex.groupCount()
  if (groups > 1) return { problem: "The pattern has more than one group: write (?:…) for the others." }
  if (regex.matcher("").find()) return { problem: "The pattern fits every name." }
  return {
    size,
    find: (text) => {
      const matcher = regex.matcher(text)
      if (!matcher.find()) return null
      return { caught: groups === 1 ? (matcher.group(1) ?? null) : null }
    }
  }
}

const parse = (pattern: string): RE2JS | BadPattern => {
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    const reason = error instanceof Error ? plainReason(error.message) : ""
    return { problem: `The pattern cannot be read${reason === "" ? "." : `: ${reason}.`}` }
  }
}

/** Without the library's prefix and the flag that it puts before the pattern. */
const plainReason = (message: string): string =>
  message.replace(/^error parsing regexp: /, "").replace("`(?i)", "`")
