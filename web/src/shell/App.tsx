import { lazy, Suspense, useMemo } from "react";
import { usePlace } from "../lib/router";
import { Loading } from "../parts/states";
import { ParamsContext } from "./params";
import { matchRoute } from "./routes";
import { Screen } from "./Screen";

export const loadPublicLayout = () => import("./PublicLayout");
export const loadStaffLayout = () => import("./StaffLayout");
const PublicLayout = lazy(loadPublicLayout);
const StaffLayout = lazy(loadStaffLayout);

export function App() {
  const { path } = usePlace();
  const { route, params } = useMemo(() => matchRoute(path), [path]);
  // A screen with sub-paths of its own stays while they change.
  const id = Object.entries(params).filter(([name]) => name !== "rest").map(([, value]) => value).join("/");
  const Layout = route.layout === "staff" ? StaffLayout : PublicLayout;
  return (
    <ParamsContext value={params}>
      <Suspense fallback={<Loading />}>
        <Layout>
          <Screen route={route} id={`${route.path} ${id}`} />
        </Layout>
      </Suspense>
    </ParamsContext>
  );
}
