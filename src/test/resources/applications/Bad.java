// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package com.acme;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** No servlet itself; holds one that works and some that do not. */
public class Bad {
    public static class Good extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("good\n");
        }
    }

    public abstract static class Abstract extends HttpServlet {}

    public static class Hidden extends HttpServlet {
        private Hidden() {}
    }

    public static class Throws extends HttpServlet {
        @Override
        public void init() {
            throw new IllegalStateException("the shelves are empty");
        }
    }
}
