import { createSignal, onCleanup, type Accessor } from "solid-js"

/** Something that can be done now, by its name. */
export interface PageAction {
  readonly label: string
  /** The single key that does the same. */
  readonly key?: string
  readonly run: () => void
}

const [offers, setOffers] = createSignal<ReadonlyArray<Accessor<ReadonlyArray<PageAction>>>>([])

/** What the open page offers now, in the order of the parts that offer it. */
export const offeredActions = (): ReadonlyArray<PageAction> => offers().flatMap((offer) => offer())

/** Puts actions into the palette while the caller's owner lives; asked for anew each time it is drawn. */
export const offerActions = (actions: Accessor<ReadonlyArray<PageAction>>): void => {
  setOffers((now) => [...now, actions])
  onCleanup(() => setOffers((now) => now.filter((one) => one !== actions)))
}
