import { type Column, yesNo } from "./answers/CsvFile.ts"
import type { ServiceView } from "./api/ServiceApi.ts"

/** A service as a line of a file. */
export const serviceColumns: ReadonlyArray<Column<typeof ServiceView.Type>> = [
  { name: "Panel", text: ({ panelName }) => panelName },
  { name: "Service", text: ({ serviceId }) => serviceId },
  { name: "Name", text: ({ name }) => name },
  { name: "Category", text: ({ category }) => category },
  { name: "Rate", text: ({ rate }) => rate },
  { name: "Min", text: ({ min }) => min },
  { name: "Max", text: ({ max }) => max },
  { name: "Refill", text: ({ isRefill }) => yesNo(isRefill) },
  { name: "Cancel", text: ({ isCancel }) => yesNo(isCancel) },
  { name: "Manual", text: ({ isManual }) => yesNo(isManual) },
  { name: "Guarantee", text: ({ guarantee }) => guarantee.words },
  { name: "Guarantee days", text: ({ guarantee }) => guarantee.days },
  { name: "Read from", text: ({ guarantee }) => guarantee.fromWords },
  { name: "Start", text: ({ startWindow }) => startWindow?.words },
  { name: "Disagrees", text: ({ isDisputed }) => yesNo(isDisputed) },
  { name: "Seen", at: ({ seenAt }) => seenAt }
]
