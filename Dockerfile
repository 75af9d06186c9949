# Not tested by this repository's build, which has no Docker. See docs/operators/cluster.md.
FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends make libpango-1.0-0 libpangoft2-1.0-0 \
    libharfbuzz-subset0 fontconfig fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make .venv/.installed onestop/locale/en/LC_MESSAGES/django.mo && useradd --create-home onestop \
    && mkdir /data && chown onestop /data
USER onestop
ENV PATH=/app/.venv/bin:$PATH ONESTOP_DATA=/data
CMD ["onestop", "serve", "--host", "0.0.0.0"]
