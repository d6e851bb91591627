# hendelsesfolger, and its simulator as the target `simulator`.
#
#   docker build --tag hendelsesfolger .
#   docker run hendelsesfolger check
#
# BASE     has node, npm and a shell: the packages are fetched in it. Pin it by digest:
#          --build-arg BASE=node:24-bookworm-slim@sha256:...
# RUNTIME  what the program runs on: `slim` is BASE without npm. Any image with node 24 on its PATH
#          will do, also one without a shell: --build-arg RUNTIME=registry.example.org/node:24@sha256:...
ARG BASE=node:24-bookworm-slim
ARG RUNTIME=slim

# What is installed runs no script of any package, and is what package-lock.json says.
FROM ${BASE} AS packages
# Where npm finds packages, if not at the public registry.
ARG NPM_CONFIG_REGISTRY
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm sbom --omit=dev --package-lock-only --sbom-format=cyclonedx --sbom-type=application > sbom.cdx.json \
 && find node_modules -type f \( -name '*.d.[cm]ts' -o -name '*.d.ts' -o -name '*.map' \) -delete

# Readable by whatever uid it is run as, and writable by none, however the checkout's modes are.
FROM packages AS program
COPY README.md ./
COPY migrations migrations
COPY src src
RUN chmod -R u=rwX,go=rX .

# What Node makes of the program is kept, so that no start makes it again: that takes 25 MB and half
# of the time. Node keeps it by uid; these are the image's and that of NAIS. Others, and a processor
# with other instructions, do without.
RUN NODE_COMPILE_CACHE=/app/compile-cache node src/main.ts --version \
 && cd compile-cache && made=$(ls) \
 && for uid in 65532 1069; do ln -s "$made" "${made%-*}-$uid"; done \
 && chmod -R u=rwX,go=rX .

# Copied as a whole into an empty image, so that what is removed is not there in a layer below.
FROM ${BASE} AS stripped
USER root
RUN rm -rf /usr/local/lib/node_modules /usr/local/include/node /usr/local/bin/npm /usr/local/bin/npx \
      /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn* /root/.npm \
      /usr/share/doc /usr/share/man /usr/share/locale \
 && find / -xdev -type f -perm /6000 -exec chmod a-s {} +

FROM scratch AS slim
COPY --from=stripped / /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Skatteetaten and Maskinporten, simulated, for docker/compose.yaml.
FROM slim AS simulator
WORKDIR /app
COPY --from=program /app ./
COPY test/simulator test/simulator
# Whoever runs it writes the client's key here, and whoever follows it reads it.
RUN chmod -R a+rX test && mkdir -m 1777 /klient
USER 65532:65532
EXPOSE 8099
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8099/_simulator/help').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "test/simulator/main.ts", "--host", "0.0.0.0"]

# The last target is the one that is built where none is named.
FROM ${RUNTIME} AS hendelsesfolger
WORKDIR /app
COPY --from=program /app ./

# The heap may use three quarters of the memory limit of the container, whatever that is; the rest
# is for what is not heap. With a limit below 320 MiB that rest is too small: see docs/drift.md.
# Room for what is new is kept small, as it would be filled before it is cleared; and so are the
# places from which threads take memory.
ENV NODE_ENV=production \
    NODE_OPTIONS="--max-old-space-size-percentage=75 --max-semi-space-size=2" \
    NODE_COMPILE_CACHE=/app/compile-cache \
    MALLOC_ARENA_MAX=2 \
    HOME=/tmp

# Any other uid will do as well. Nothing is written but to /tmp, and that only by Node itself.
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/isalive`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1: it gets SIGTERM, and what it exits with is what the container exits with.
ENTRYPOINT ["node", "/app/src/main.ts"]

ARG BASE
ARG BASE_DIGEST=
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
ARG SOURCE=
LABEL org.opencontainers.image.title="hendelsesfolger" \
      org.opencontainers.image.description="Follows Skatteetaten's hendelseslister and keeps Postgres tables of the looked-up data right" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.documentation="/app/README.md" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.base.name="${BASE}" \
      org.opencontainers.image.base.digest="${BASE_DIGEST}"
