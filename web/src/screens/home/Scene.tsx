import styles from "./home.module.css";

/** The light after sunset, over hills and water. A picture only: everything it stands for is in the words. */
export function Scene() {
  return (
    <svg className={styles["scene"]} viewBox="0 0 1440 900" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id="home-sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" className={styles["sky1"]} />
          <stop offset="0.5" className={styles["sky1"]} />
          <stop offset="0.72" className={styles["sky2"]} />
          <stop offset="0.86" className={styles["sky3"]} />
          <stop offset="1" className={styles["sky4"]} />
        </linearGradient>
        <radialGradient id="home-sun">
          <stop offset="0" className={styles["sun1"]} />
          <stop offset="0.22" className={styles["sun2"]} />
          <stop offset="1" className={styles["sun3"]} />
        </radialGradient>
      </defs>
      <rect width="1440" height="900" fill="url(#home-sky)" />
      <circle cx="1010" cy="742" r="330" fill="url(#home-sun)" />
      <path className={styles["far"]} d="M0 742c120-34 210-10 330-30s190-66 300-40 150 44 260 40 190-62 290-50 170 50 260 36v202H0z" />
      <path className={styles["middle"]} d="M0 790c150-12 260-62 400-48s220 70 380 66 260-58 380-46 180 40 280 24v114H0z" />
      <path className={styles["near"]} d="M0 826c180-40 330 8 520 6s330-40 520-22 260 34 400 10v80H0z" />
      <path className={styles["shore"]} d="M0 878c240 14 460-14 720-18s480 6 720 18v22H0z" />
    </svg>
  );
}
