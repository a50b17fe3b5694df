# syntax=docker/dockerfile:1

FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
RUN uv venv --python /usr/local/bin/python /opt/coverage-bot
COPY .ci/constraints.txt .ci/constraints.txt
COPY pyproject.toml README.md LICENSE ./
COPY index index
COPY bot bot
# For an index in Milvus: --build-arg EXTRAS=[milvus]
ARG EXTRAS=
# Without GPU libraries torch is many times smaller; the models come with their packages, and with this one.
RUN uv pip install --no-cache --compile-bytecode --python /opt/coverage-bot/bin/python \
        --torch-backend cpu --constraint .ci/constraints.txt ".${EXTRAS}" \
    # Headers, for those who compile against torch.
    && rm -rf /opt/coverage-bot/lib/python3.12/site-packages/torch/include

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 coverage \
    && install --directory --owner coverage --group coverage /var/lib/coverage-bot
COPY --from=build /opt/coverage-bot /opt/coverage-bot
ENV PATH=/opt/coverage-bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    COVERAGE_INDEX=/var/lib/coverage-bot \
    COVERAGE_HEARTBEAT=/tmp/coverage-bot.heartbeat
USER coverage
WORKDIR /home/coverage
# The articles, feeds.db, and bot.db with people's questions and servers' settings.
VOLUME /var/lib/coverage-bot
# As process 1, only `run` would stop on the usual SIGTERM; every command closes in good order on this.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s CMD ["python", "-m", "bot.health"]
ENTRYPOINT ["coverage-bot"]
CMD ["run"]
