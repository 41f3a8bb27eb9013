import { A } from "@solidjs/router"
import { PageBadge } from "./PageBadge.tsx"
import type { PageEntry } from "./pages.ts"

/** An entry of the bar: the page that is open is underlined. */
export const BarLink = (props: { readonly page: PageEntry }) => (
  <A
    href={props.page.href}
    class="relative flex items-center gap-1.5 px-2 text-sm whitespace-nowrap text-muted transition-colors hover:text-text [&.active]:font-medium [&.active]:text-text [&.active]:after:absolute [&.active]:after:inset-x-2 [&.active]:after:bottom-0 [&.active]:after:h-0.5 [&.active]:after:rounded-full [&.active]:after:bg-accent"
  >
    {props.page.label}
    <PageBadge href={props.page.href} />
  </A>
)
