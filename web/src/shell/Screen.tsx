import { Component, lazy, Suspense, type ComponentType, type LazyExoticComponent, type ReactNode } from "react";
import { ErrorState, Loading } from "../parts/states";
import { loadTexts } from "../lib/i18n";
import type { Route } from "./routes";

const screens = new Map<Route, LazyExoticComponent<ComponentType>>();

export function preload(route: Route): Promise<unknown> {
  return Promise.all([route.screen(), loadTexts(route.texts)]);
}

function screenOf(route: Route): LazyExoticComponent<ComponentType> {
  let screen = screens.get(route);
  if (!screen) {
    screen = lazy(async () => {
      const [loaded] = await Promise.all([route.screen(), loadTexts(route.texts)]);
      return loaded;
    });
    screens.set(route, screen);
  }
  return screen;
}

type Caught = { error: Error | undefined };

/** A screen that fails takes nothing else down; what was typed is in its draft. */
class Boundary extends Component<{ children: ReactNode }, Caught> {
  override state: Caught = { error: undefined };

  static getDerivedStateFromError(error: unknown): Caught {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return <ErrorState error={this.state.error} onRetry={() => window.location.reload()} />;
  }
}

export function Screen({ route, id }: { route: Route; id: string }) {
  const Shown = screenOf(route);
  return (
    <Boundary key={id}>
      <Suspense fallback={<Loading lines={6} />}>
        <Shown />
      </Suspense>
    </Boundary>
  );
}
