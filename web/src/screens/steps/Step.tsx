export default function Step({ patientId, step }: { patientId: string; step: string }) {
  return <p>{patientId} {step}</p>;
}
