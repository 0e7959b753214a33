import type { components, paths } from "./schema";

type Schemas = components["schemas"];

/** A type of the server by its name: `Shape<"CourseRow">`. Generated from the server's own description. */
export type Shape<Name extends keyof Schemas> = Schemas[Name];

/** What a command takes as its data: `CommandData<"take-inquiry">`. */
export type CommandData<Name extends string> = `/api/v1/commands/${Name}` extends infer Path extends keyof paths
  ? paths[Path] extends { post: { requestBody: { content: { "application/json": { data: infer Data } } } } } ? Data : never
  : never;

/** An entry of a record, whatever its form. */
export type Entry<Form> = Omit<Shape<"Entry_Interview">, "data"> & { data: Form };
