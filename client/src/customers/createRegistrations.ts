import { createEffect, on } from "solid-js"
import { decideRegistration, listRegistrations, type Registration } from "../api/CustomerGateway.ts"
import type { RegistrationPage } from "../api/CustomerGateway.ts"
import { useWaiting } from "../app/createWaiting.ts"
import { createPlaces, type Placed } from "../live/createPlaces.ts"
import { createRows } from "../live/createRows.ts"
import { createAct } from "../ui/createAct.ts"

const pageSize = 50

/** A registration does not change while it waits: each is version 1 of itself. */
export type WaitingRow = Registration & Placed & { readonly version: number }
type Page = Omit<RegistrationPage, "items"> & { readonly items: ReadonlyArray<WaitingRow> }

/** The numbers that wait for the owner, and what he decides. */
export const createRegistrations = (onDecided: () => void) => {
  const waiting = useWaiting()
  const places = createPlaces()
  const act = createAct()
  const rows = createRows<WaitingRow, Page>({
    key: () => "waiting",
    load: async (before, signal) => {
      const page = await listRegistrations({ before, limit: pageSize, state: "waiting" }, signal)
      const items = page.items.map((row) => ({ ...row, version: 1 }))
      return { ...page, items: places.set(items, before === null) }
    },
    compare: places.compare,
    isBeyond: places.isBeyond,
    belongs: () => true,
    onPage: (page) => waiting.set(page.waiting)
  })
  createEffect(on(waiting.news, (_, before) => before !== null && before !== undefined && rows.reload()))

  return {
    rows,
    act,
    decide: (row: Registration, how: "approve" | "reject") =>
      act
        .run(() => decideRegistration(row.id, how))
        .then((isDone) => {
          if (isDone || act.trouble()?.status === 409) rows.reload()
          if (isDone) onDecided()
          return isDone
        })
  }
}
