# syntax=docker/dockerfile:1

FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
RUN uv venv --python /usr/local/bin/python /opt/coverage-bot
COPY .ci/constraints.txt .ci/constraints.txt
COPY pyproject.toml README.md LICENSE ./
COPY index index
COPY bot bot
# Without GPU libraries torch is many times smaller; the model comes with its package.
RUN uv pip install --no-cache --compile-bytecode --python /opt/coverage-bot/bin/python \
        --torch-backend cpu --constraint .ci/constraints.txt . \
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
VOLUME /var/lib/coverage-bot
# Python, being process 1, would not stop on the usual SIGTERM; it closes in good order on this.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s CMD ["python", "-m", "bot.health"]
ENTRYPOINT ["coverage-bot"]
CMD ["run"]
