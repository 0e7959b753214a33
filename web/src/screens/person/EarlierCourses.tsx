import type { Shape } from "../../api/shapes";
import { useFormats } from "../../lib/format";
import { useIndicationName } from "../../lib/reference";
import { List, ListRow } from "../../parts/Page";
import { Badge } from "../../parts/states";
import { useTerms } from "../../parts/texts";
import { usePersonTexts } from "./texts";

/** All the courses of a person, newest first; choosing one shows its path and record above. */
export function EarlierCourses({ patient, courses, shown }: { patient: string; courses: readonly Shape<"CourseRow">[]; shown: string | undefined }) {
  const t = usePersonTexts();
  const terms = useTerms();
  const format = useFormats();
  const indication = useIndicationName();
  return (
    <List label={t("tab.courses")}>
      {courses.map((course) => (
        <ListRow
          key={course.id}
          to={`/people/${patient}?course=${course.id}`}
          title={t("course_cycle", { indication: indication(course.indication), n: course.cycle })}
          detail={[format.date(course.opened_at, "longDate"), course.ended_at && format.date(course.ended_at, "longDate")].filter(Boolean).join(" – ")}
          end={
            <>
              {course.id === shown && <Badge tone="info" icon="eye">{t("shown")}</Badge>}
              <Badge tone={course.status === "active" ? "act" : "still"}>{course.ending ? terms(`ending.${course.ending}`) : terms(`status.${course.status}`)}</Badge>
            </>
          }
        />
      ))}
    </List>
  );
}
