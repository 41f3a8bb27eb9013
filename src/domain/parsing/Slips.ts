/** A word that slips are measured against, and what it stands for. */
export interface SlipTarget<A> {
  readonly word: string
  readonly meaning: A
}

/** Letters of the shortest word that may be misspelt; shorter words are within reach of too many others. */
const shortest = 5
/** From this length on a word may have two slips. */
const longEnough = 8
/** No misspelt command is longer. */
const longest = 16

const isLatin = /^[a-z]+$/

/** How many slips are forgiven between two words: the shorter one decides. */
export const forgivenSlips = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length)
  return length < shortest ? 0 : length < longEnough ? 1 : 2
}

/** Letters put in, left out, replaced, or swapped with their neighbour between two words (Damerau), `limit + 1` when more than `limit`. */
export const slipsBetween = (left: string, right: string, limit: number): number => {
  if (Math.abs(left.length - right.length) > limit) return limit + 1
  let beforeLast: ReadonlyArray<number> = []
  let last: ReadonlyArray<number> = Array.from({ length: right.length + 1 }, (_, at) => at)
  for (let row = 1; row <= left.length; row += 1) {
    const current: Array<number> = [row]
    for (let at = 1; at <= right.length; at += 1) {
      const isSame = left[row - 1] === right[at - 1]
      const isSwap = row > 1 && at > 1 && left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1]
      current[at] = Math.min(
        (last[at] ?? 0) + 1,
        (current[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[at - 2] ?? 0) + 1 : limit + 1
      )
    }
    if (Math.min(...current) > limit) return limit + 1
    beforeLast = last
    last = current
  }
  return Math.min(last[right.length] ?? 0, limit + 1)
}

/**
 * Reads a misspelt word of Latin letters that keeps its first letter: the one meaning of the targets
 * within reach; null when there is none, or when a target or rival of another meaning is within reach too.
 */
export const slipReader = <A>(
  targets: ReadonlyArray<SlipTarget<A>>,
  rivals: ReadonlyArray<SlipTarget<A>>,
  isSame: (left: A, right: A) => boolean
): ((word: string) => A | null) => {
  const byLetter = (words: ReadonlyArray<SlipTarget<A>>) =>
    Map.groupBy(
      words.filter(({ word }) => word.length >= shortest && isLatin.test(word)),
      ({ word }) => word[0]
    )
  const [targetsByLetter, rivalsByLetter] = [byLetter(targets), byLetter(rivals)]
  const isInReach = (word: string, target: string): boolean => {
    const limit = forgivenSlips(word, target)
    return slipsBetween(word, target, limit) <= limit
  }
  return (word) => {
    if (word.length < shortest || word.length > longest || !isLatin.test(word)) return null
    const found = targetsByLetter.get(word[0])?.find((target) => isInReach(word, target.word))?.meaning
    if (found === undefined) return null
    const others = [...(targetsByLetter.get(word[0]) ?? []), ...(rivalsByLetter.get(word[0]) ?? [])]
    const isClear = !others.some((other) => !isSame(found, other.meaning) && isInReach(word, other.word))
    return isClear ? found : null
  }
}
