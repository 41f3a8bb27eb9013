/** How a field without a label of its own looks, in rows and tables: 32 px high, 40 px under a thumb. */
export const inputClass =
  "h-8 rounded-md border border-edge bg-bg px-2 text-sm disabled:border-line-strong disabled:text-muted aria-invalid:border-bad pointer-coarse:h-10"
