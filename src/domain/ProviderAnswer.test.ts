import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mentionedIds } from "./answers/AnswerPieces.ts"
import { builtInPhrases } from "./answers/AnswerWords.ts"
import type { RequestCommand } from "./CommandName.ts"
import { batchAnswers, namingAnswers, quotedAnswers } from "./fixtures/providerAnswers.ts"
import { RequestId } from "./Ids.ts"
import { type HeardAnswer, readAnswer, type SentRequest } from "./ProviderAnswer.ts"

const sent = (externalId: string, command: RequestCommand = "refill", isOpen = true): SentRequest => ({
  requestId: RequestId.make(`${externalId}/${command}`),
  externalId,
  command,
  isOpen
})

const batch = ["8847283", "8847284", "8847285", "8847286"].map((id) => sent(id))

const read = (text: string, more: Partial<HeardAnswer> = {}) =>
  readAnswer({ text, quoted: null, named: [], only: null, words: {}, ...more })

/** "8847283 done", by the ids. */
const says = (text: string, more: Partial<HeardAnswer> = {}) => {
  const requests = [...(more.quoted ?? []), ...(more.named ?? [])]
  return read(text, more)
    .map(({ requestId, verdict }) => {
      const { externalId } = requests.find((request) => request.requestId === requestId)!
      return `${externalId} ${verdict}`
    })
    .toSorted()
}

describe("PR-10 what a provider's message says", () => {
  it.each(quotedAnswers)("under a quoted %s, %j is %s", (command, text, verdict) => {
    const quoted = [sent("8847283", command)]
    expect(read(text, { quoted })).toEqual([{ requestId: quoted[0]!.requestId, verdict, link: "quote" }])
  })

  it.each(namingAnswers.map(([text, ...wanted]) => ({ text, wanted })))(
    "of the orders it names: $text",
    ({ text, wanted }) => {
      expect(says(text, { named: batch })).toEqual(wanted.toSorted())
    }
  )

  it.each(batchAnswers.map(([text, ...wanted]) => ({ text, wanted })))(
    "of the orders it quotes: $text",
    ({ text, wanted }) => {
      expect(says(text, { quoted: batch })).toEqual(wanted.toSorted())
    }
  )

  it("has more than 120 messages to be measured by", () => {
    expect(quotedAnswers.length + namingAnswers.length + batchAnswers.length).toBeGreaterThan(120)
  })
})

describe("PR-10 whom an answer is for", () => {
  it("external ids with letters are found in whole and at the ends of words", () => {
    expect(mentionedIds("xc34-433-yu3 done; #8847283, ord_01HG9 (٨٨٤)")).toEqual(
      expect.arrayContaining(["xc34-433-yu3", "8847283", "ord_01HG9", "884"])
    )
    const named = [sent("xc34-433-yu3"), sent("ord_01HG9")]
    expect(says("xc34-433-yu3 done, ord_01HG9 rejected", { named })).toEqual([
      "ord_01HG9 rejected",
      "xc34-433-yu3 done"
    ])
  })

  it("of two requests for one order the one that the words name is meant, else nobody knows", () => {
    const named = [sent("8847283", "refill"), sent("8847283", "cancel")]
    expect(read("8847283 cancelled", { named })).toEqual([
      { requestId: "8847283/cancel", verdict: "done", link: "id" }
    ])
    expect(read("8847283 done", { named }).map(({ verdict }) => verdict)).toEqual(["unknown", "unknown"])
  })

  it("an open request goes before one that has ended, and of the ended ones the newest", () => {
    const open = [sent("8847283", "refill", false), sent("8847283", "cancel", true)]
    expect(read("8847283 done", { named: open })).toMatchObject([{ requestId: "8847283/cancel" }])
    const ended = [sent("8847283", "refill", false), sent("8847283", "cancel", false)]
    expect(read("8847283 done", { named: ended })).toMatchObject([{ requestId: "8847283/refill" }])
  })

  it("a plain word alone is for the one open request, and never more than a plain word", () => {
    const only = batch[0]!
    expect(read("done ✅", { only })).toEqual([{ requestId: only.requestId, verdict: "done", link: "only" }])
    expect(read("not possible", { only })).toMatchObject([{ verdict: "rejected", link: "only" }])
    for (const text of [
      "ok",
      "done?",
      "it was done for another customer of ours",
      "done 24",
      "9999999 done"
    ]) {
      expect(read(text, { only }), text).toEqual([])
    }
    expect(read("done", { only, quoted: [] })).toEqual([])
    expect(read("done")).toEqual([])
  })

  it("a provider's own words say what he means by them, and are denied like others", () => {
    const words = {
      "answer.done": "kamyab, ok sir",
      "answer.rejected": "no chance",
      "answer.in_progress": "dekhi"
    }
    const of = (text: string) => read(text, { quoted: batch.slice(0, 1), words })[0]?.verdict
    expect(of("Kamyab!")).toBe("done")
    expect(of("ok sir")).toBe("done")
    expect(of("not kamyab")).toBe("unknown")
    expect(of("no chance")).toBe("rejected")
    expect(of("dekhi")).toBe("in_progress")
    expect(of("ok")).toBe("in_progress")
  })
})

const phrases = (...senses: ReadonlyArray<string>) =>
  fc.constantFrom(...builtInPhrases.filter(({ sense }) => senses.includes(sense)).map(({ text }) => text))

/** Two words may be a phrase together, in some language: "not yet", "already completed". */
const makesAnIdiom = (text: string, ...words: ReadonlyArray<string>) =>
  builtInPhrases.some(
    (phrase) => text.includes(phrase.text) && !words.some((word) => word.includes(phrase.text))
  )
const happened = phrases("done", "completed", "cancelled", "refilled", "hurried")

describe("PR-10 whatever is written", () => {
  const quoted = [sent("8847283"), sent("8847284", "cancel"), sent("8847285", "speedup")]

  it("nothing that is denied, asked, supposed or announced is done", () => {
    const against = phrases("not", "ask", "if", "later", "cannot")
    fc.assert(
      fc.property(against, happened, fc.boolean(), (doubt, word, isFirst) => {
        const text = isFirst ? `${doubt} ${word}` : `${word} ${doubt}`
        fc.pre(!makesAnIdiom(text, doubt, word))
        return read(text, { quoted }).every(({ verdict }) => verdict !== "done")
      }),
      { numRuns: 2_000 }
    )
  })

  it("only requests of this chat are ever answered, each once", () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom("8847283", "8847284", "9999999", "12", ",", "\n", ";", "rest", "except", "#2", "1-2"),
      happened
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, isQuoting) => {
        const answers = read(pieces.join(" "), isQuoting ? { quoted } : { named: quoted })
        const ids = answers.map(({ requestId }) => requestId)
        return (
          new Set(ids).size === ids.length &&
          ids.every((id) => quoted.some(({ requestId }) => requestId === id))
        )
      }),
      { numRuns: 1_000 }
    )
  })

  it("a list of orders with a verdict each is read as it was written, however it is laid out", () => {
    const words = { done: "done", rejected: "rejected", in_progress: "in progress" } as const
    const verdict = fc.constantFrom(...(Object.keys(words) as Array<keyof typeof words>))
    fc.assert(
      fc.property(
        fc.array(verdict, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(", ", "\n", "; ", " "),
        fc.constantFrom(" ", ": ", " - ", " is "),
        (verdicts, between, link) => {
          const named = verdicts.map((_, n) => sent(`88${47_000 + n}`))
          const text = verdicts.map((one, n) => `${named[n]!.externalId}${link}${words[one]}`).join(between)
          expect(read(text, { named }).map((answer) => answer.verdict)).toEqual(verdicts)
        }
      )
    )
  })
})
