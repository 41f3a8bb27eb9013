import { A } from "@solidjs/router"
import { For } from "solid-js"
import { mayOpen } from "./access.ts"
import { adminPages } from "./adminPages.ts"
import { useSession } from "./SessionContext.ts"

/** The bar of the platform's own people. */
export const AdminLinks = () => {
  const { login } = useSession()
  return (
    <nav aria-label="Pages" class="hidden h-full items-stretch gap-0.5 md:flex">
      <For each={adminPages.filter(({ href }) => mayOpen(login(), href))}>
        {(page) => (
          <A
            href={page.href}
            class="relative flex items-center px-2 text-sm whitespace-nowrap text-muted transition-colors hover:text-text [&.active]:font-medium [&.active]:text-text [&.active]:after:absolute [&.active]:after:inset-x-2 [&.active]:after:bottom-0 [&.active]:after:h-0.5 [&.active]:after:rounded-full [&.active]:after:bg-accent"
          >
            {page.label}
          </A>
        )}
      </For>
    </nav>
  )
}
