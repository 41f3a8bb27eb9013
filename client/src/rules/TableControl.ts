/** What the small tables of the rules need. */
export interface TableControlProps {
  readonly label: string
  readonly value: unknown
  readonly isDisabled: boolean
  readonly isRefused: boolean
  readonly save: (value: unknown) => Promise<boolean>
  readonly forget: () => void
}

/** The cells of a small table. */
export const cellClass = "px-2 py-1 first:pl-3 last:pr-1 align-middle"
