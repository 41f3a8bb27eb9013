import { batch, createSignal } from "solid-js"
import { dismissDispatch, retryDispatches, type DeadLetter, type RetryOrder } from "../api/DispatchGateway.ts"
import { retryDispatch } from "../api/Gateway.ts"
import { createAct } from "../ui/createAct.ts"

/** One order takes some thousands; more than this many in a row are not waited for. */
const mostOrders = 50

/** What is asked before it is done. */
export type RetryQuestion =
  /** May be read twice: one, or those of an order that wait for a person's word. */
  | { readonly _tag: "Twice"; readonly count: number; readonly order: RetryOrder | DeadLetter }
  | {
      readonly _tag: "All"
      readonly count: number
      readonly isUncertain: boolean
      readonly order: RetryOrder
    }
  | { readonly _tag: "Dismiss"; readonly letter: DeadLetter }

interface RetriesOptions {
  readonly reload: () => void
  /** Something was done: what was selected and open stands no longer as it was. */
  readonly onSettled: () => void
}

/** Sends what failed again, asks first where it may be read twice, and puts away what is settled otherwise (DI-02, DI-03). */
export const createRetries = (options: RetriesOptions) => {
  const act = createAct()
  const [question, setQuestion] = createSignal<RetryQuestion | null>(null)
  const [said, setSaid] = createSignal("")

  const ask = (next: RetryQuestion | null) => {
    act.forget()
    setQuestion(next)
  }
  const finish = (words: string) =>
    batch(() => {
      setQuestion(null)
      setSaid(words)
      options.onSettled()
      options.reload()
    })

  const sendOne = (letter: DeadLetter, isConfirmed: boolean) =>
    act.run(async () => {
      await retryDispatch(letter.id, isConfirmed)
      finish(`Order ${letter.orderId} is tried again.`)
    }, letter.id)

  /** Repeats an order that is larger than the gateway takes at once. */
  const sendMany = (order: RetryOrder) =>
    act.run(async () => {
      let retried = 0
      let unconfirmed = 0
      for (let round = 0; round < mostOrders; round += 1) {
        const answer = await retryDispatches(order)
        retried += answer.retried
        unconfirmed = answer.unconfirmed
        if (!answer.isMore || answer.retried === 0) break
      }
      finish(retried === 0 ? "None of them could be tried again." : `${retried} tried again.`)
      if (unconfirmed > 0 && order.confirm !== true) {
        setQuestion({ _tag: "Twice", count: unconfirmed, order })
      }
    }, "many")

  return {
    act,
    question,
    said,
    forget: () => ask(null),
    /** Asks where the message may have arrived; the gateway asks again. */
    retry: (letter: DeadLetter) => {
      if (letter.state === "uncertain" && letter.mayHaveHappened && letter.kind !== "panel") {
        return ask({ _tag: "Twice", count: 1, order: letter })
      }
      return void sendOne(letter, false)
    },
    retrySome: (ids: ReadonlyArray<string>) => void sendMany({ ids }),
    askAll: (order: RetryOrder, count: number) =>
      ask({ _tag: "All", count, isUncertain: order.state === "uncertain", order }),
    askDismiss: (letter: DeadLetter) => ask({ _tag: "Dismiss", letter }),
    yes: (reason: string) => {
      const asked = question()
      if (asked === null) return
      if (asked._tag === "Dismiss") {
        const { letter } = asked
        return void act.run(async () => {
          await dismissDispatch(letter.id, reason)
          finish(`Order ${letter.orderId} is put away.`)
        }, "many")
      }
      if (asked._tag === "All") {
        return void sendMany(asked.isUncertain ? { ...asked.order, confirm: true } : asked.order)
      }
      return void ("orderId" in asked.order
        ? sendOne(asked.order, true)
        : sendMany({ ...asked.order, confirm: true }))
    },
    isAnswering: () => {
      const asked = question()
      return (
        act.isBusy("many") ||
        (asked?._tag === "Twice" && "orderId" in asked.order && act.isBusy(asked.order.id))
      )
    }
  }
}

export type Retries = ReturnType<typeof createRetries>
