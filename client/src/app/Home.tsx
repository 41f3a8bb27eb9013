import { Navigate } from "@solidjs/router"
import { mayOpen } from "./access.ts"
import { adminPages } from "./adminPages.ts"
import { pages } from "./pages.ts"
import { useSession } from "./SessionContext.ts"

/** Leads to the first page that the login may open. */
export const Home = () => {
  const login = useSession().login()
  const offered = login.tenantId === null ? adminPages : pages
  return <Navigate href={offered.find(({ href }) => mayOpen(login, href))?.href ?? "/account"} />
}
